/** The flags of the command line, and the options they stand for. Starts nothing. */
import { isIP } from 'net';
import { parseArgs } from 'util';
import { isDay } from './instants';
import { parseFaultSet } from './parseFaults';
import { parseSwitches } from './parseSwitches';
import type { FaultSet, StandInOptions } from './standIn';
import type { Switches } from './switches';

export const HELP = `Stand-in Plane

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
  --payload-version 1|2      form of deliveries: 1 as CE 1.3.1, 2 as documented in July 2026
  --documented-oddities      version 2 with the text "None" for null and enumeration names for events
  --older-actions            create, update, delete instead of created, updated, deleted
  --doubled-deliveries       twice for each change, as 0.23-0.26 did
  --send-deletes             send "deleted" for work items, which Plane CE 1.3.1 does not
  --url-rules                refuse the webhook addresses that Plane refuses
  --allow-ips LIST           networks these rules let through, with commas: 10.0.0.0/8,127.0.0.1
  --allow-hosts LIST         names these rules let through, with commas
  --own-host NAME            Plane's own host for these rules, 127.0.0.1
  --addresses LIST           what names stand for under these rules: n8n.acme.example=10.0.0.4,…
  --faults JSON              {"deliveries": [...], "answers": [...]}, see docs/stand-in.md
  --retry-wait MS            wait after a connection error; 31000, then minutes as recorded
  --max-attempts N           attempts before the webhook is switched off; 6, in version 2 5
  --delivery-timeout MS      how long a receiver may take to answer, 30000
  --second-bump MS           when "updated_at" moves a second time, 200; "never" if it should not
  --seed TEXT                the same text gives the same ids on every start
  --help
`;

const DEFAULT_PORT = 8900;

function wholeNumber(name: string, text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	if (!/^\d+$/.test(text)) throw new Error(`--${name} needs a whole number, not "${text}".`);
	return Number(text);
}

const listOf = (text: string | undefined): string[] | undefined => text?.split(',');

/** `name=address` pairs; a name may come more than once. */
function addressesOf(text: string | undefined): Record<string, string[]> | undefined {
	if (text === undefined) return undefined;
	const addresses: Record<string, string[]> = {};
	for (const pair of text.split(',')) {
		const [name = '', address = ''] = pair.split('=');
		if (name === '' || isIP(address) === 0) {
			throw new Error(`--addresses needs pairs such as n8n.acme.example=10.0.0.4, not "${pair}".`);
		}
		addresses[name] = [...(addresses[name] ?? []), address];
	}
	return addresses;
}

function dayOf(name: string, text: string | undefined): string | undefined {
	if (text === undefined || isDay(text)) return text;
	throw new Error(`--${name} needs a day such as 2027-01-15, not "${text}".`);
}

const waitOrNever = (name: string, text: string | undefined): number | null | undefined =>
	text === 'never' ? null : wholeNumber(name, text);

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

export const FLAGS = {
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
	'payload-version': text,
	'documented-oddities': flag,
	'older-actions': flag,
	'doubled-deliveries': flag,
	'send-deletes': flag,
	'url-rules': flag,
	'allow-ips': text,
	'allow-hosts': text,
	'own-host': text,
	addresses: text,
	faults: text,
	'retry-wait': text,
	'max-attempts': text,
	'delivery-timeout': text,
	'second-bump': text,
	seed: text,
	help: flag,
} as const;

const readCommandLine = (given: readonly string[]) => parseArgs({ args: [...given], options: FLAGS }).values;
type CommandLine = ReturnType<typeof readCommandLine>;

const withoutUndefined = (values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
	Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

/** The switches that were named, in the spelling of the control API. */
function readSwitches(values: CommandLine): Partial<Switches> {
	const rateLimit = wholeNumber('rate-limit', values['rate-limit']);
	const rules = withoutUndefined({
		allowedIps: listOf(values['allow-ips']),
		allowedHosts: listOf(values['allow-hosts']),
		ownHost: values['own-host'],
		addresses: addressesOf(values.addresses),
	});
	if (Object.keys(rules).length > 0 && !values['url-rules']) {
		throw new Error('--allow-ips, --allow-hosts, --own-host and --addresses belong to --url-rules.');
	}
	return parseSwitches(
		withoutUndefined({
			maxPerPage: wholeNumber('max-per-page', values['max-per-page']),
			rateLimit: rateLimit === 0 ? null : rateLimit,
			payloadVersion: wholeNumber('payload-version', values['payload-version']),
			documentedOddities: values['documented-oddities'],
			olderActions: values['older-actions'],
			doubledDeliveries: values['doubled-deliveries'],
			sendDeletes: values['send-deletes'],
			urlRules: values['url-rules'] ? rules : undefined,
		}),
	);
}

function readFaults(json: string | undefined): FaultSet {
	if (json === undefined) return {};
	try {
		return parseFaultSet(JSON.parse(json));
	} catch (error) {
		if (error instanceof SyntaxError) throw new Error('--faults needs JSON; see docs/stand-in.md.');
		throw error;
	}
}

/**
 * Options of the stand-in from a command line.
 *
 * @throws {Error} saying which flag is wrong, and what it needs.
 */
export function readOptions(given: readonly string[]): StandInOptions | 'help' {
	const values = readCommandLine(given);
	if (values.help) return 'help';
	const options = {
		webhookUrl: values.webhook,
		apiKey: values['api-key'],
		webhookSecret: values.secret,
		workspaceSlug: values.workspace,
		today: dayOf('today', values.today),
		ownerTimeZone: values['time-zone'],
		projects: wholeNumber('projects', values.projects),
		itemsPerProject: wholeNumber('items', values.items),
		retryWaitMs: wholeNumber('retry-wait', values['retry-wait']),
		maxAttempts: wholeNumber('max-attempts', values['max-attempts']),
		deliveryTimeoutMs: wholeNumber('delivery-timeout', values['delivery-timeout']),
		secondBumpMs: waitOrNever('second-bump', values['second-bump']),
		seed: values.seed,
	};
	return {
		...withoutUndefined(options),
		...readSwitches(values),
		faults: readFaults(values.faults),
		port: wholeNumber('port', values.port) ?? DEFAULT_PORT,
		extraProjects: !values['no-extra-projects'],
	};
}
