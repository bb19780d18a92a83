import { spawn } from 'child_process';
import { join } from 'path';

const ROOT = join(__dirname, '..', '..', '..');

interface Ended {
	readonly output: string;
	readonly code: number | null;
}

type Meanwhile = (output: string) => Promise<void>;
const nothing: Meanwhile = () => Promise.resolve();

/** Runs the command line and stops it by signal once it has printed `until` and `meanwhile` is over. */
function run(flags: readonly string[], until?: string, meanwhile = nothing): Promise<Ended> {
	const loader = join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
	const child = spawn(process.execPath, [loader, join(ROOT, 'sandbox', 'plane', 'main.ts'), ...flags]);
	let output = '';
	let stopping = false;
	const stop = (): void => {
		stopping = true;
		void meanwhile(output).finally(() => child.kill('SIGTERM'));
	};
	const collect = (chunk: Buffer): void => {
		output += chunk.toString();
		if (until !== undefined && output.includes(until) && !stopping) stop();
	};
	child.stdout.on('data', collect);
	child.stderr.on('data', collect);
	return new Promise((resolve) => child.on('close', (code) => resolve({ output, code })));
}

const SWITCHED = [
	...['--payload-version', '2', '--documented-oddities', '--older-actions', '--doubled-deliveries'],
	...[
		'--send-deletes',
		'--max-per-page',
		'100',
		'--rate-limit',
		'0',
		'--url-rules',
		'--own-host',
		'plane.acme',
	],
	...['--allow-ips', '127.0.0.0/8,10.0.0.0/8', '--faults', '{"deliveries":[{"kind":"lost","nth":2}]}'],
];

describe('the command line', () => {
	it('sets every switch and arms faults', async () => {
		const read = async (output: string, name: string): Promise<unknown> => {
			const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(output) ?? [];
			return JSON.parse(await (await fetch(`${url}/_sandbox/${name}`)).text());
		};
		const seen: unknown[] = [];
		await run(['--port', '0', ...SWITCHED], 'webhook secret', async (output) => {
			seen.push(await read(output, 'switches'), await read(output, 'faults'));
		});
		expect(seen).toEqual([
			{
				...{ payloadVersion: 2, documentedOddities: true, olderActions: true, doubledDeliveries: true },
				...{ sendDeletes: true, maxPerPage: 100, rateLimit: null },
				urlRules: { allowedIps: ['127.0.0.0/8', '10.0.0.0/8'], ownHost: 'plane.acme' },
			},
			expect.objectContaining({ armed: [expect.objectContaining({ fault: { kind: 'lost', nth: 2 } })] }),
		]);
	}, 30_000);

	it('starts a server, prints where it is with key and secret, and stops on SIGTERM', async () => {
		const { output, code } = await run(['--port', '0', '--webhook', 'http://127.0.0.1:9/hook'], '/hook');
		expect(output).toMatch(/API {13}http:\/\/127\.0\.0\.1:\d+\/api\/v1\n/);
		expect(output).toMatch(/API key {9}plane_api_[0-9a-f]{32}\n/);
		expect(output).toMatch(/webhook secret {2}plane_wh_[0-9a-f]{32}\n/);
		expect(code).toBe(0);
	}, 30_000);

	it.each([
		['a port that is none', ['--port', 'x'], /--port needs a whole number/],
		[
			'an address that the rules refuse',
			['--port', '0', '--url-rules', '--webhook', 'http://n8n:5678/'],
			/no dot/,
		],
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
