/**
 * Starts the stand-in Plane from a command line: `tsx sandbox/plane/main.ts --port 8900 [--webhook URL]`.
 * Prints where it is, its key and its secret; stops on SIGINT and SIGTERM.
 */
import { parseArgs } from 'util';
import { startStandIn } from './server';
import type { StandInOptions } from './standIn';

const HELP = `Stand-in Plane

  --port NUMBER              8900
  --webhook URL              where deliveries go
  --api-key KEY              plane_api_… of the owner; random by default
  --secret SECRET            plane_wh_…; random by default
  --workspace SLUG           acme
  --today YYYY-MM-DD         the day the sample dates lie around
  --time-zone NAME           of the key's owner; UTC
  --projects N --items N     generated projects instead of the two sample ones
  --no-extra-projects        leave out the archived project and those that were not joined
  --max-per-page N           1000 as on CE, 100 as on Cloud
  --rate-limit N             requests per key and minute, 60; 0 for no limit
  --send-deletes             send "deleted" for work items, which Plane CE 1.3.1 does not
  --retry-wait MS            wait after a connection error, 31000
  --help
`;

const DEFAULT_PORT = 8900;

function wholeNumber(name: string, text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	if (!/^\d+$/.test(text)) throw new Error(`--${name} needs a whole number, not "${text}".`);
	return Number(text);
}

function readOptions(): StandInOptions | 'help' {
	const text = { type: 'string' } as const;
	const flag = { type: 'boolean' } as const;
	const { values } = parseArgs({
		options: {
			port: text,
			webhook: text,
			'api-key': text,
			secret: text,
			workspace: text,
			today: text,
			'time-zone': text,
			projects: text,
			items: text,
			'no-extra-projects': flag,
			'max-per-page': text,
			'rate-limit': text,
			'send-deletes': flag,
			'retry-wait': text,
			help: flag,
		},
	});
	if (values.help) return 'help';
	const rateLimit = wholeNumber('rate-limit', values['rate-limit']);
	const given = {
		webhookUrl: values.webhook,
		apiKey: values['api-key'],
		webhookSecret: values.secret,
		workspaceSlug: values.workspace,
		today: values.today,
		ownerTimeZone: values['time-zone'],
		projects: wholeNumber('projects', values.projects),
		itemsPerProject: wholeNumber('items', values.items),
		maxPerPage: wholeNumber('max-per-page', values['max-per-page']),
		rateLimit: rateLimit === 0 ? null : rateLimit,
		retryWaitMs: wholeNumber('retry-wait', values['retry-wait']),
	};
	const named = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
	return {
		...named,
		port: wholeNumber('port', values.port) ?? DEFAULT_PORT,
		extraProjects: !values['no-extra-projects'],
		sendDeletes: values['send-deletes'] ?? false,
	};
}

async function main(): Promise<void> {
	const options = readOptions();
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
