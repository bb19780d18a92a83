import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inRepository } from '../../../scripts/lib/paths';
import { startProcess, stopEverything } from '../../../scripts/lib/processes';
import { waitFor } from '../../../scripts/lib/waitFor';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'processes-'));
let counter = 0;
const newLog = () => path.join(folder, `${(counter += 1)}.log`);

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}

/** Starts a shell script and waits for the number it prints once it is ready. */
async function startShell(script: string, graceMs = 5_000) {
	const log = newLog();
	const child = await startProcess({ name: 'shell', command: 'sh', args: ['-c', script], log, graceMs });
	const printed = await waitFor('a number', () =>
		Promise.resolve(/^\d+$/m.exec(child.logTail())?.[0] ?? null),
	);
	return { child, printed: Number(printed) };
}

const gone = async (pid: number) =>
	await waitFor(`the end of ${pid}`, () => Promise.resolve(isAlive(pid) ? null : true), {
		timeoutMs: 10_000,
	});

afterAll(async () => {
	await stopEverything();
	fs.rmSync(folder, { recursive: true, force: true });
});

describe('startProcess', () => {
	it('stops a process together with what it started', async () => {
		const { child, printed: grandchild } = await startShell('sleep 60 & echo $!; wait');
		await child.stop();
		expect(child.isRunning()).toBe(false);
		await gone(grandchild);
	});

	it('kills a process that will not end, after the grace period', async () => {
		const { child } = await startShell(`trap '' TERM; echo 1; while :; do sleep 0.1; done`, 300);
		await child.stop();
		expect(await child.exited).toEqual({ code: null, signal: 'SIGKILL' });
	});

	it('ends what a process leaves behind when it ends by itself', async () => {
		const { child, printed: grandchild } = await startShell('sleep 60 & echo $!; sleep 0.3; exit 3');
		expect(await child.exited).toEqual({ code: 3, signal: null });
		await gone(grandchild);
	});

	it('says which program could not be started', async () => {
		const options = { name: 'Radicale', command: path.join(folder, 'missing'), args: [], log: newLog() };
		await expect(startProcess(options)).rejects.toThrow(/^Radicale could not be started \(.*ENOENT\)\.$/);
	});

	it('keeps the last lines of the log', async () => {
		const { child } = await startShell('seq 1 1000');
		await child.exited;
		expect(child.logTail().split('\n')).toEqual(
			Array.from({ length: 25 }, (_, index) => String(976 + index)),
		);
	});
});

describe('the end of the starter', () => {
	const starter = `
		const { startProcess } = require(${JSON.stringify(inRepository('scripts/lib/processes.ts'))});
		startProcess({ name: 'sleep', command: 'sleep', args: ['60'], log: null })
			.then(({ pid }) => { console.log(pid); setInterval(() => {}, 1000); });`;

	it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
		'by %s leaves no process behind',
		async (signal) => {
			const child = spawn(process.execPath, ['--import', 'tsx', '-e', starter], { cwd: inRepository() });
			const pid = await new Promise<number>((resolve) =>
				child.stdout.once('data', (text) => resolve(Number(text))),
			);
			expect(isAlive(pid)).toBe(true);
			child.kill(signal);
			await gone(pid);
		},
		30_000,
	);
});
