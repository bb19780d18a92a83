/** Reads switches from JSON, and says what is wrong with them. */
import * as read from './readJson';
import { DEFAULT_SWITCHES } from './switches';
import type { Switches } from './switches';
import { urlRefusal } from './urlRules';
import type { UrlRules } from './urlRules';

const RULE_READERS: Readonly<Record<string, (value: unknown) => UrlRules>> = {
	allowedIps: (value) => ({ allowedIps: read.texts('urlRules.allowedIps', value) }),
	allowedHosts: (value) => ({ allowedHosts: read.texts('urlRules.allowedHosts', value) }),
	ownHost: (value) => ({ ownHost: read.text('urlRules.ownHost', value) }),
	addresses: (value) => {
		const named = Object.entries(read.object('urlRules.addresses', value)).map(([host, list]) => [
			host,
			read.texts('urlRules.addresses', list),
		]);
		return { addresses: Object.fromEntries(named) };
	},
};

function urlRules(value: unknown): UrlRules | null {
	if (value === null || value === false) return null;
	if (value === true) return {};
	let rules: UrlRules = {};
	for (const [name, given] of Object.entries(read.object('urlRules', value))) {
		rules = { ...rules, ...read.named(RULE_READERS, name, 'rule')(given) };
	}
	// A network that is none is refused now, not at the first delivery.
	urlRefusal('https://receiver.example/', rules);
	return rules;
}

const READERS: Readonly<Record<string, (value: unknown) => Partial<Switches>>> = {
	payloadVersion: (value) => ({ payloadVersion: read.oneOf('payloadVersion', value, [1, 2]) }),
	documentedOddities: (value) => ({ documentedOddities: read.flag('documentedOddities', value) }),
	olderActions: (value) => ({ olderActions: read.flag('olderActions', value) }),
	doubledDeliveries: (value) => ({ doubledDeliveries: read.flag('doubledDeliveries', value) }),
	sendDeletes: (value) => ({ sendDeletes: read.flag('sendDeletes', value) }),
	maxPerPage: (value) => ({ maxPerPage: read.wholeNumber('maxPerPage', value) }),
	rateLimit: (value) => ({ rateLimit: value === null ? null : read.wholeNumber('rateLimit', value) }),
	urlRules: (value) => ({ urlRules: urlRules(value) }),
};

/**
 * Reads switches from JSON.
 *
 * @throws {SandboxError} naming the switch that does not exist or cannot be set so.
 */
export function parseSwitches(given: Readonly<Record<string, unknown>>): Partial<Switches> {
	let switches: Partial<Switches> = {};
	for (const [name, value] of Object.entries(given)) {
		switches = { ...switches, ...read.named(READERS, name, 'switch')(value) };
	}
	return switches;
}

/**
 * The switches among other options; what is not named is left out.
 *
 * @throws {SandboxError} like `parseSwitches`.
 */
export const switchesAmong = (options: Partial<Switches>): Partial<Switches> =>
	parseSwitches(
		Object.fromEntries(Object.entries(options).filter(([name]) => Object.hasOwn(DEFAULT_SWITCHES, name))),
	);
