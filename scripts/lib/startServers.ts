/** Which servers `npm start` runs with: those the environment names, or the stand-in and Radicale. */
import { CommandError } from './command';
import type { Environment } from './environment';
import type { CalDavServer, PlaneServer } from './n8nWithPackage';

/** The variables that name a Plane of the user's; the first three belong together. */
const PLANE = ['PLANE_API_URL', 'PLANE_API_KEY', 'PLANE_WORKSPACE'] as const;
const CALDAV = ['CALDAV_URL', 'CALDAV_USERNAME', 'CALDAV_PASSWORD'] as const;

const valueOf = (environment: Environment, name: string): string => environment[name]?.trim() ?? '';

function requireAll(
	environment: Environment,
	names: readonly string[],
	optional: readonly string[] = [],
): boolean {
	const given = [...names, ...optional].filter((name) => valueOf(environment, name) !== '');
	if (given.length === 0) return false;
	const missing = names.filter((name) => !given.includes(name));
	if (missing.length === 0) return true;
	throw new CommandError(
		`${given.join(', ')} is set, but ${missing.join(' and ')} is not: set all of ${names.join(', ')}, or none.`,
	);
}

function requireAddress(environment: Environment, name: string): string {
	const address = valueOf(environment, name);
	if (/^https?:\/\//i.test(address) && URL.canParse(address)) return address;
	throw new CommandError(
		`${name} is "${address}", which is no web address: it begins with https:// or http://.`,
	);
}

/** @throws {CommandError} naming the variable that is missing or wrong. */
export function planeOfEnvironment(environment: Environment): PlaneServer | null {
	if (!requireAll(environment, PLANE, ['PLANE_WEBHOOK_SECRET', 'PLANE_WEB_URL'])) return null;
	const apiUrl = requireAddress(environment, 'PLANE_API_URL');
	return {
		apiUrl,
		webUrl:
			valueOf(environment, 'PLANE_WEB_URL') === ''
				? webUrlOf(apiUrl)
				: requireAddress(environment, 'PLANE_WEB_URL'),
		workspaceSlug: valueOf(environment, 'PLANE_WORKSPACE'),
		apiKey: valueOf(environment, 'PLANE_API_KEY'),
		webhookSecret: valueOf(environment, 'PLANE_WEBHOOK_SECRET'),
	};
}

/** @throws {CommandError} naming the variable that is missing or wrong. */
export function calDavOfEnvironment(environment: Environment): CalDavServer | null {
	if (!requireAll(environment, CALDAV)) return null;
	return {
		url: requireAddress(environment, 'CALDAV_URL'),
		username: valueOf(environment, 'CALDAV_USERNAME'),
		password: valueOf(environment, 'CALDAV_PASSWORD'),
	};
}

/** Plane Cloud has its API and its web app on different hosts; elsewhere they are one. */
function webUrlOf(apiUrl: string): string {
	const { protocol, host, hostname } = new URL(apiUrl);
	return hostname === 'api.plane.so' ? 'https://app.plane.so' : `${protocol}//${host}`;
}
