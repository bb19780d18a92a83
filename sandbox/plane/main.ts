/**
 * Starts the stand-in Plane from a command line: `tsx sandbox/plane/main.ts --port 8900 [--webhook URL]`.
 * Prints where it is, its key and its secret; stops on SIGINT and SIGTERM.
 */
import { HELP, readOptions } from './commandLine';
import { startStandIn } from './server';

async function main(): Promise<void> {
	const options = readOptions(process.argv.slice(2));
	if (options === 'help') {
		process.stdout.write(HELP);
		return;
	}
	const running = await startStandIn(options);
	const lines = [
		'The stand-in Plane is running. Stop it with Ctrl+C.',
		`  address         ${running.url}`,
		`  API             ${running.apiUrl}`,
		`  workspace       ${running.workspaceSlug}`,
		`  API key         ${running.apiKey}`,
		`  webhook secret  ${running.webhookSecret}`,
		`  webhook         ${options.webhookUrl ?? `none yet: POST {"url": "…"} to ${running.url}/_sandbox/webhook`}`,
	];
	process.stdout.write(`${lines.join('\n')}\n`);
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void running.close().then(() => process.exit(0)));
	}
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
});
