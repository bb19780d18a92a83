import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '../../../scripts/lib/ports';
import { startProcess } from '../../../scripts/lib/processes';
import { waitFor, waitForHttp } from '../../../scripts/lib/waitFor';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'wait-for-'));

afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const startNode = async (script: string) =>
	await startProcess({
		name: 'The server',
		command: process.execPath,
		args: ['-e', script],
		log: path.join(folder, 'server.log'),
	});

describe('waitFor', () => {
	it('looks again until there is something', async () => {
		const answers = [null, null, 'here'];
		expect(await waitFor('it', () => Promise.resolve(answers.shift() ?? null), { pollMs: 1 })).toBe('here');
	});

	it('says what did not happen in time', async () => {
		const never = waitFor('The sync', () => Promise.resolve(null), { timeoutMs: 20, pollMs: 5 });
		await expect(never).rejects.toThrow('The sync did not happen within 0.0 s.');
	});
});

describe('waitForHttp', () => {
	const server = (port: number, status: string) =>
		`setTimeout(() => require('http').createServer((request, response) => {
			response.statusCode = ${status}; response.end();
		}).listen(${port}, '127.0.0.1'), 200); let calls = 0;`;

	it('waits until a server that is still starting gives the answer that counts', async () => {
		const port = await freePort();
		const child = await startNode(server(port, '++calls < 3 ? 503 : 200'));
		await waitForHttp(child, `http://127.0.0.1:${port}/`, { accept: ({ ok }) => ok, pollMs: 20 });
		await child.stop();
	});

	it('ends at once with the log of a server that died', async () => {
		const child = await startNode(`console.log('the port is taken'); process.exit(4)`);
		const waiting = waitForHttp(child, `http://127.0.0.1:${await freePort()}/`);
		await expect(waiting).rejects.toThrow(
			/The server ended \(exit code 4\) before it answered[^]*the port is taken$/,
		);
	});

	it('shows the log of a server that does not answer in time', async () => {
		const child = await startNode(`console.log('thinking'); setInterval(() => {}, 1000)`);
		const waiting = waitForHttp(child, `http://127.0.0.1:${await freePort()}/`, { timeoutMs: 500 });
		await expect(waiting).rejects.toThrow(/did not happen within 0\.5 s\.[^]*thinking$/);
		await child.stop();
	});
});
