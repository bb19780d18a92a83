/** Runs the real bootstrap in a small copy of the repository, with an npm that only notes that it was called. */
import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inRepository } from '../../scripts/lib/paths';
import { waitFor } from '../../scripts/lib/waitFor';

let root: string;
const started: ChildProcess[] = [];

beforeEach(() => {
	root = fs.mkdtempSync(path.join(os.tmpdir(), 'bootstrap-'));
	for (const folder of ['scripts', 'programs', 'node_modules']) fs.mkdirSync(path.join(root, folder));
	fs.copyFileSync(inRepository('scripts', 'bootstrap.mjs'), path.join(root, 'scripts', 'bootstrap.mjs'));
	fs.symlinkSync(inRepository('node_modules', 'tsx'), path.join(root, 'node_modules', 'tsx'));
	write('package.json', '{}');
	write('package-lock.json', '{}');
	write('programs/npm', '#!/bin/sh\necho "$@" >> npm-calls\ntouch node_modules/.package-lock.json\n');
	fs.chmodSync(path.join(root, 'programs', 'npm'), 0o755);
});
afterEach(() => {
	for (const child of started.splice(0)) killGroup(child);
	fs.rmSync(root, { recursive: true, force: true });
});

function isAlive(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

/** What a failing test left running. */
function killGroup({ pid }: ChildProcess): void {
	try {
		if (pid !== undefined) process.kill(-pid, 'SIGKILL');
	} catch {
		// Nothing of it runs any more, as it should be.
	}
}

const write = (file: string, text: string) => fs.writeFileSync(path.join(root, file), text);
const read = (file: string) => fs.readFileSync(path.join(root, file), 'utf8');
const npmCalls = () => read('npm-calls').trim().split('\n');

function start(...args: readonly string[]) {
	const child: ChildProcess = spawn(process.execPath, ['scripts/bootstrap.mjs', ...args], {
		cwd: root,
		detached: true,
		env: { ...process.env, PATH: `${path.join(root, 'programs')}${path.delimiter}${process.env.PATH ?? ''}` },
	});
	started.push(child);
	let output = '';
	for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (output += String(text)));
	const ended = new Promise<{ readonly code: number | null; readonly output: string }>((resolve) =>
		child.on('close', (code) => resolve({ code, output })),
	);
	return { child, ended };
}

describe('bootstrap', () => {
	it('installs the packages first, then runs the command with its arguments and exit code', async () => {
		write(
			'scripts/test.ts',
			'const args: string[] = process.argv.slice(2); console.log(args.join("+")); process.exit(3);',
		);
		const { code, output } = await start('test', '--only', 'unit').ended;
		expect(code).toBe(3);
		expect(output).toContain('--only+unit');
		expect(npmCalls()).toEqual([expect.stringMatching(/^install --include=dev --no-save /)]);
	}, 30_000);

	it('installs again only when the lock changed or the packages are gone', async () => {
		write('scripts/test.ts', '');
		await start('test').ended;
		await start('test').ended;
		expect(npmCalls()).toHaveLength(1);
		write('package-lock.json', '{"lockfileVersion": 3}');
		await start('test').ended;
		expect(npmCalls()).toHaveLength(2);
		fs.rmSync(path.join(root, 'node_modules', '.package-lock.json'));
		await start('test').ended;
		expect(npmCalls()).toHaveLength(3);
	}, 60_000);

	it('does not run the command when the packages cannot be installed, and tries again next time', async () => {
		write('programs/npm', '#!/bin/sh\nexit 1\n');
		write('scripts/test.ts', 'console.log("ran")');
		const { code, output } = await start('test').ended;
		expect(code).toBe(1);
		expect(output).toContain('npm could not install the development packages');
		expect(output).not.toContain('ran');
		expect(fs.existsSync(path.join(root, '.cache', 'packages.stamp'))).toBe(false);
	}, 30_000);

	it.each(['SIGINT', 'SIGTERM'] as const)(
		'passes %s on and ends with the exit code of the command',
		async (signal) => {
			write(
				'scripts/start.ts',
				`process.on('${signal}', () => { console.log('stopping'); process.exit(42); });
			require('fs').writeFileSync('started', ''); setInterval(() => {}, 1000);`,
			);
			const { child, ended } = start('start');
			await waitFor('the start', () => Promise.resolve(fs.existsSync(path.join(root, 'started')) || null));
			child.kill(signal);
			const { code, output } = await ended;
			expect(output).toContain('stopping');
			expect(code).toBe(42);
		},
		60_000,
	);

	it('ends with the shell npm started it through', async () => {
		write(
			'scripts/start.ts',
			`require('fs').writeFileSync('started', String(process.pid)); setInterval(() => {}, 1000);`,
		);
		const shell = spawn('sh', ['-c', `"${process.execPath}" scripts/bootstrap.mjs start; true`], {
			cwd: root,
			detached: true,
			env: {
				...process.env,
				npm_lifecycle_event: 'start',
				PATH: `${path.join(root, 'programs')}:${process.env.PATH ?? ''}`,
			},
		});
		started.push(shell);
		const find = () =>
			Promise.resolve(fs.existsSync(path.join(root, 'started')) ? read('started') || null : null);
		const pid = Number(await waitFor('the start', find));
		shell.kill('SIGTERM');
		await waitFor('the end of the command', () => Promise.resolve(isAlive(pid) ? null : true));
	}, 60_000);

	it('names what to try when there is no such command', async () => {
		const { code, output } = await start('../test/evil').ended;
		expect(code).toBe(1);
		expect(output.trim()).toBe('There is no command "../test/evil": try npm start or npm test.');
	});
});
