/** Reads the options of the commands: from the arguments first, then from the environment, then the defaults. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { CommandError } from './command';
import type { Environment } from './environment';
import type { WantedPort } from './ports';
import { STEP_NAMES, type StepName } from './testSteps';

const LARGEST_PORT = 65_535;

/** The servers `npm start` runs, with the port each has unless another is asked for. */
const SERVERS = {
	n8n: { what: 'n8n', option: 'n8n-port', variable: 'N8N_PORT', port: 5678 },
	broker: {
		what: "n8n's task runner",
		option: 'broker-port',
		variable: 'N8N_RUNNERS_BROKER_PORT',
		port: 5679,
	},
	plane: { what: 'the stand-in for Plane', option: 'plane-port', variable: 'PLANE_PORT', port: 8085 },
	radicale: { what: 'Radicale', option: 'radicale-port', variable: 'RADICALE_PORT', port: 5232 },
} as const;

export type ServerName = keyof typeof SERVERS;
const SERVER_NAMES = Object.keys(SERVERS) as readonly ServerName[];

export interface StartOptions {
	readonly ports: Readonly<Record<ServerName, number>>;
	/** End after the demonstration instead of running until stopped. */
	readonly isOnce: boolean;
}

export interface TestOptions {
	readonly isFull: boolean;
	/** The steps asked for, or null for all. */
	readonly only: ReadonlySet<StepName> | null;
}

function parse(
	args: readonly string[],
	options: NonNullable<ParseArgsConfig['options']>,
): Readonly<Record<string, unknown>> {
	try {
		return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
	} catch (error) {
		const names = Object.keys(options).map((name) => `--${name}`);
		const reason = error instanceof Error ? error.message.split('. ', 1)[0] : String(error);
		throw new CommandError(`${reason}. The options are ${names.join(', ')}.`);
	}
}

function readPort(server: ServerName, given: unknown, environment: Environment): number {
	const { option, variable, port } = SERVERS[server];
	const text = typeof given === 'string' ? given : environment[variable];
	if (text === undefined || text === '') return port;
	const number = Number(text);
	if (!Number.isInteger(number) || number < 1 || number > LARGEST_PORT) {
		const where = typeof given === 'string' ? `--${option}` : variable;
		throw new CommandError(`${where} must be a port from 1 to ${LARGEST_PORT}, not "${text}".`);
	}
	return number;
}

/**
 * Options of `npm start -- --n8n-port 5680 --once`; every port also by its environment variable.
 *
 * @throws {CommandError} naming the options when one is unknown, or the port that is none.
 */
export function parseStartOptions(args: readonly string[], environment: Environment): StartOptions {
	const portOptions = Object.fromEntries(
		Object.values(SERVERS).map(({ option }) => [option, { type: 'string' as const }]),
	);
	const values = parse(args, { ...portOptions, once: { type: 'boolean' } });
	const ports = Object.fromEntries(
		SERVER_NAMES.map((server) => [server, readPort(server, values[SERVERS[server].option], environment)]),
	) as Record<ServerName, number>;
	return { ports, isOnce: values.once === true };
}

/** The ports of a start with the words a message needs. */
export const wantedPorts = ({ ports }: StartOptions): readonly WantedPort[] =>
	SERVER_NAMES.map((server) => ({
		port: ports[server],
		what: SERVERS[server].what,
		option: `--${SERVERS[server].option}`,
	}));

const isStepName = (text: string): text is StepName => STEP_NAMES.some((name) => name === text);

/**
 * Options of `npm test -- --only unit,integration --full`.
 *
 * @throws {CommandError} naming the options or steps when one is unknown.
 */
export function parseTestOptions(args: readonly string[]): TestOptions {
	const values = parse(args, { full: { type: 'boolean' }, only: { type: 'string' } });
	const names = typeof values.only === 'string' ? values.only.split(',').map((name) => name.trim()) : null;
	const unknown = names?.find((name) => !isStepName(name));
	if (unknown !== undefined) {
		throw new CommandError(`There is no step "${unknown}". The steps are ${STEP_NAMES.join(', ')}.`);
	}
	return { isFull: values.full === true, only: names === null ? null : new Set(names.filter(isStepName)) };
}
