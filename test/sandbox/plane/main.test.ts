import { spawn } from 'child_process';
import { join } from 'path';

const ROOT = join(__dirname, '..', '..', '..');

interface Ended {
	readonly output: string;
	readonly code: number | null;
}

/** Runs the command line and stops it by signal once it has printed `until`. */
function run(flags: readonly string[], until?: string): Promise<Ended> {
	const loader = join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
	const child = spawn(process.execPath, [loader, join(ROOT, 'sandbox', 'plane', 'main.ts'), ...flags]);
	let output = '';
	const collect = (chunk: Buffer): void => {
		output += chunk.toString();
		if (until !== undefined && output.includes(until)) child.kill('SIGTERM');
	};
	child.stdout.on('data', collect);
	child.stderr.on('data', collect);
	return new Promise((resolve) => child.on('close', (code) => resolve({ output, code })));
}

describe('the command line', () => {
	it('starts a server, prints where it is with key and secret, and stops on SIGTERM', async () => {
		const { output, code } = await run(['--port', '0', '--webhook', 'http://127.0.0.1:9/hook'], '/hook');
		expect(output).toMatch(/API {13}http:\/\/127\.0\.0\.1:\d+\/api\/v1\n/);
		expect(output).toMatch(/API key {9}plane_api_[0-9a-f]{32}\n/);
		expect(output).toMatch(/webhook secret {2}plane_wh_[0-9a-f]{32}\n/);
		expect(code).toBe(0);
	}, 30_000);

	it.each([
		['a port that is none', ['--port', 'x'], /--port needs a whole number/],
		['an unknown flag', ['--nonsense'], /nonsense/],
	])(
		'refuses %s',
		async (_, flags, message) => {
			const { output, code } = await run(flags);
			expect(output).toMatch(message);
			expect(code).toBe(1);
		},
		30_000,
	);
});
