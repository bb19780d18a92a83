/**
 * The faults that are armed, for matching deliveries or API requests, and a log of those that struck. Knows
 * what was struck, not what is done to it.
 */
import type { AnswerFault } from './answerFaults';
import type { DeliveryFault } from './deliveryFaults';
import { strikes } from './faultChoice';
import type { Which } from './faultChoice';
import type { Message } from './deliveryQueue';

/** One API request, as a fault may match it. */
export interface RequestTarget {
	readonly method: string;
	/** Path and query. */
	readonly path: string;
}

export interface FiredFault {
	readonly id: number;
	readonly kind: DeliveryFault['kind'] | AnswerFault['kind'];
	/** Which of the matching ones it was, from 1. */
	readonly position: number;
	/** What was struck: `GET /api/v1/…`, or event, action, changed key and id of a delivery. */
	readonly target: string;
	/** ISO 8601. */
	readonly at: string;
}

export interface ArmedFault {
	readonly id: number;
	readonly on: 'deliveries' | 'answers';
	readonly fault: DeliveryFault | AnswerFault;
	/** How many matched so far. */
	readonly seen: number;
	readonly fired: number;
}

export interface FaultControl {
	/** Arms a fault for deliveries; gives its id. */
	onDeliveries(fault: DeliveryFault): number;
	/** Arms a fault for answers of the API; gives its id. */
	onAnswers(fault: AnswerFault): number;
	/** Disarms one fault, or all of them. */
	clear(id?: number): void;
	armed(): readonly ArmedFault[];
	/** Every fault that struck, oldest first. */
	fired(): readonly FiredFault[];
	clearFired(): void;
}

export interface Faults extends FaultControl {
	/** The faults that strike a message, in the order they were armed. */
	strikeDelivery(message: Message): readonly DeliveryFault[];
	strikeAnswer(request: RequestTarget): readonly AnswerFault[];
}

const LOG_LIMIT = 20_000;

interface Line<Fault extends Which, Target> {
	readonly on: ArmedFault['on'];
	readonly matches: (fault: Fault, target: Target) => boolean;
	readonly describe: (target: Target) => string;
	armed: Array<{ readonly id: number; readonly fault: Fault; seen: number; fired: number }>;
}

const equalOrOpen = (wanted: string | undefined, actual: string | null): boolean =>
	wanted === undefined || wanted === actual;

const newDeliveryLine = (): Line<DeliveryFault, Message> => ({
	on: 'deliveries',
	matches: (fault, message) =>
		equalOrOpen(fault.event, message.event) &&
		equalOrOpen(fault.action, message.action) &&
		equalOrOpen(fault.field, message.field) &&
		equalOrOpen(fault.entityId, message.entityId),
	describe: ({ event, action, field, entityId }) => `${event} ${action} ${field ?? '-'} ${entityId}`,
	armed: [],
});

const newAnswerLine = (): Line<AnswerFault, RequestTarget> => ({
	on: 'answers',
	matches: (fault, { method, path }) =>
		equalOrOpen(fault.method, method) && (fault.path === undefined || path.includes(fault.path)),
	describe: ({ method, path }) => `${method} ${path}`,
	armed: [],
});

interface Register {
	nextId: number;
	log: FiredFault[];
}

function strike<Fault extends Which & { readonly kind: FiredFault['kind'] }, Target>(
	register: Register,
	line: Line<Fault, Target>,
	target: Target,
): Fault[] {
	return line.armed.flatMap((armed) => {
		if (!line.matches(armed.fault, target)) return [];
		armed.seen += 1;
		if (!strikes(armed.fault, armed.seen, armed.fired)) return [];
		armed.fired += 1;
		register.log.push({
			id: armed.id,
			kind: armed.fault.kind,
			position: armed.seen,
			target: line.describe(target),
			at: new Date().toISOString(),
		});
		if (register.log.length > LOG_LIMIT) register.log.shift();
		return [armed.fault];
	});
}

function arm<Fault extends Which, Target>(
	register: Register,
	line: Line<Fault, Target>,
	fault: Fault,
): number {
	register.nextId += 1;
	line.armed.push({ id: register.nextId, fault, seen: 0, fired: 0 });
	return register.nextId;
}

/** Starts without any fault. */
export function createFaults(): Faults {
	const register: Register = { nextId: 0, log: [] };
	const deliveries = newDeliveryLine();
	const answers = newAnswerLine();
	return {
		onDeliveries: (fault) => arm(register, deliveries, fault),
		onAnswers: (fault) => arm(register, answers, fault),
		clear: (id) => {
			deliveries.armed = deliveries.armed.filter((one) => id !== undefined && one.id !== id);
			answers.armed = answers.armed.filter((one) => id !== undefined && one.id !== id);
		},
		armed: () => [
			...deliveries.armed.map((one) => ({ on: deliveries.on, ...one })),
			...answers.armed.map((one) => ({ on: answers.on, ...one })),
		],
		fired: () => register.log,
		clearFired: () => {
			register.log = [];
		},
		strikeDelivery: (message) => strike(register, deliveries, message),
		strikeAnswer: (request) => strike(register, answers, request),
	};
}
