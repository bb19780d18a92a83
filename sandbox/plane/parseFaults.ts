/** Reads faults from JSON, and says what is wrong with them. */
import type { AnswerFault, AnswerMatch } from './answerFaults';
import type { DeliveryFault, DeliveryMatch } from './deliveryFaults';
import type { Which } from './faultChoice';
import * as read from './readJson';
import type { JsonObject } from './readJson';
import { SandboxError } from './references';
import type { FaultSet } from './standIn';

type Read<Value> = (name: string, value: unknown) => Value;

/** `{[key]: value}` where it is given, `{}` where it is not. */
function optional<Key extends string, Value>(given: JsonObject, key: Key, parse: Read<Value>) {
	const value = given[key];
	const entry: { [Name in Key]?: Value } = {};
	if (value !== undefined) entry[key] = parse(key, value);
	return entry;
}

const fromZero: Read<number> = (name, value) => read.wholeNumber(name, value, 0);
const count: Read<number> = (name, value) => read.wholeNumber(name, value);
const secondsOrNull: Read<number | null> = (name, value) => (value === null ? null : fromZero(name, value));
const when: Read<'before' | 'after'> = (name, value) => read.oneOf(name, value, ['before', 'after']);
const status: Read<number> = (name, value) => read.oneOf(name, value, [500, 502, 503, 504]);

const positions: Read<number | readonly number[]> = (name, value) =>
	Array.isArray(value) ? value.map((one) => count(name, one)) : count(name, value);

const share: Read<number> = (name, value) => {
	if (typeof value !== 'number' || !(value >= 0 && value <= 1)) {
		throw new SandboxError(`"${name}" must be a number between 0 and 1.`);
	}
	return value;
};

const whichOf = (given: JsonObject): Which => ({
	...optional(given, 'nth', positions),
	...optional(given, 'every', count),
	...optional(given, 'share', share),
	...optional(given, 'seed', read.text),
	...optional(given, 'times', count),
});

const deliveryMatchOf = (given: JsonObject): DeliveryMatch => ({
	...whichOf(given),
	...optional(given, 'event', read.text),
	...optional(given, 'action', read.text),
	...optional(given, 'field', read.text),
	...optional(given, 'entityId', read.text),
});

const answerMatchOf = (given: JsonObject): AnswerMatch => ({
	...whichOf(given),
	...optional(given, 'method', read.text),
	...optional(given, 'path', read.text),
});

interface Kind<Fault, Match> {
	/** Keys beside those that choose and match. */
	readonly keys: readonly string[];
	readonly make: (given: JsonObject, match: Match) => Fault;
}

const DELIVERY_KINDS: Readonly<Record<DeliveryFault['kind'], Kind<DeliveryFault, DeliveryMatch>>> = {
	late: {
		keys: ['delayMs'],
		make: (given, match) => ({ ...match, kind: 'late', delayMs: count('delayMs', given['delayMs']) }),
	},
	lost: { keys: [], make: (_, match) => ({ ...match, kind: 'lost' }) },
	doubled: {
		keys: ['copies'],
		make: (given, match) => ({ ...match, kind: 'doubled', ...optional(given, 'copies', count) }),
	},
	reordered: {
		keys: ['behind', 'longestMs'],
		make: (given, match) => ({
			...match,
			kind: 'reordered',
			...optional(given, 'behind', count),
			...optional(given, 'longestMs', count),
		}),
	},
	stale: {
		keys: ['age'],
		make: (given, match) => ({ ...match, kind: 'stale', ...optional(given, 'age', count) }),
	},
	unreachable: {
		keys: ['attempts'],
		make: (given, match) => ({ ...match, kind: 'unreachable', ...optional(given, 'attempts', count) }),
	},
};

const ANSWER_KINDS: Readonly<Record<AnswerFault['kind'], Kind<AnswerFault, AnswerMatch>>> = {
	rate_limited: {
		keys: ['retryAfterSeconds'],
		make: (given, match) => ({
			...match,
			kind: 'rate_limited',
			...optional(given, 'retryAfterSeconds', secondsOrNull),
		}),
	},
	server_error: {
		keys: ['status', 'when'],
		make: (given, match) => ({
			...match,
			kind: 'server_error',
			...optional(given, 'status', status),
			...optional(given, 'when', when),
		}),
	},
	time_out: {
		keys: ['when'],
		make: (given, match) => ({ ...match, kind: 'time_out', ...optional(given, 'when', when) }),
	},
	reset: {
		keys: ['when'],
		make: (given, match) => ({ ...match, kind: 'reset', ...optional(given, 'when', when) }),
	},
	cut_body: {
		keys: ['bytes', 'whole'],
		make: (given, match) => ({
			...match,
			kind: 'cut_body',
			...optional(given, 'bytes', count),
			...optional(given, 'whole', read.flag),
		}),
	},
	login_page: { keys: [], make: (_, match) => ({ ...match, kind: 'login_page' }) },
	wrong_content_type: {
		keys: ['type'],
		make: (given, match) => ({ ...match, kind: 'wrong_content_type', ...optional(given, 'type', read.text) }),
	},
	slow: {
		keys: ['delayMs'],
		make: (given, match) => ({ ...match, kind: 'slow', delayMs: count('delayMs', given['delayMs']) }),
	},
};

const WHICH_KEYS = ['kind', 'nth', 'every', 'share', 'seed', 'times'];
const DELIVERY_KEYS = [...WHICH_KEYS, 'event', 'action', 'field', 'entityId'];
const ANSWER_KEYS = [...WHICH_KEYS, 'method', 'path'];

/** A misspelled key would make a fault strike everything: it is refused. */
function refuseOthers(given: JsonObject, known: readonly string[]): void {
	const other = Object.keys(given).find((key) => !known.includes(key));
	if (other === undefined) return;
	throw new SandboxError(`A fault of this kind has no "${other}". It has ${known.join(', ')}.`);
}

/** @throws {SandboxError} naming what is wrong; so do the others here. */
export function parseDeliveryFault(value: unknown): DeliveryFault {
	const given = read.object('fault', value);
	const kind = read.named(DELIVERY_KINDS, read.text('kind', given['kind']), 'fault of deliveries');
	refuseOthers(given, [...DELIVERY_KEYS, ...kind.keys]);
	return kind.make(given, deliveryMatchOf(given));
}

export function parseAnswerFault(value: unknown): AnswerFault {
	const given = read.object('fault', value);
	const kind = read.named(ANSWER_KINDS, read.text('kind', given['kind']), 'fault of answers');
	refuseOthers(given, [...ANSWER_KEYS, ...kind.keys]);
	return kind.make(given, answerMatchOf(given));
}

/** Reads `{deliveries: […], answers: […]}`, all of it before any of it counts. */
export function parseFaultSet(value: unknown): Required<FaultSet> {
	const given = read.object('faults', value);
	const other = Object.keys(given).find((key) => key !== 'deliveries' && key !== 'answers');
	if (other !== undefined) {
		throw new SandboxError(`Faults are for "deliveries" or "answers", not for "${other}".`);
	}
	return {
		deliveries: read.list('deliveries', given['deliveries'] ?? []).map(parseDeliveryFault),
		answers: read.list('answers', given['answers'] ?? []).map(parseAnswerFault),
	};
}
