import net from 'node:net';
import { findBusyPort, freePort, portIsFree } from '../../../scripts/lib/ports';

async function listen(host: string): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
	const server = net.createServer();
	await new Promise<void>((resolve) => server.listen(0, host, resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('no port');
	return {
		port: address.port,
		close: async () => await new Promise((resolve) => server.close(() => resolve())),
	};
}

describe('portIsFree', () => {
	it.each(['127.0.0.1', '0.0.0.0'])(
		'sees a program that listens on %s, and when it is gone',
		async (host) => {
			const { port, close } = await listen(host);
			expect(await portIsFree(port)).toBe(false);
			await close();
			expect(await portIsFree(port)).toBe(true);
		},
	);
});

describe('freePort', () => {
	it('hands out ports that are free and differ', async () => {
		const ports = await Promise.all(Array.from({ length: 20 }, freePort));
		expect(new Set(ports).size).toBe(20);
		expect(await portIsFree(ports[0] ?? 0)).toBe(true);
	});
});

describe('findBusyPort', () => {
	const wanted = (port: number, what = 'n8n') => ({ port, what, option: `--${what}-port` });

	it('is silent when all can be used', async () => {
		expect(await findBusyPort([wanted(await freePort()), wanted(await freePort(), 'plane')])).toBeNull();
	});

	it('says in one sentence which port is in use and what to do', async () => {
		const { port, close } = await listen('127.0.0.1');
		expect(await findBusyPort([wanted(port)])).toBe(
			`Port ${port}, which n8n needs, is in use: stop the program that uses it or choose another with --n8n-port.`,
		);
		await close();
	});

	it('notices a port that is asked for twice', async () => {
		const port = await freePort();
		const sentence = await findBusyPort([wanted(port), wanted(port, 'plane')]);
		expect(sentence).toBe(`Port ${port} is asked for by n8n and plane: choose another with --plane-port.`);
	});
});
