/**
 * What may befall a delivery on its way: from one message and the faults that strike it to what is sent, when
 * and how often. Pure; remembers only earlier messages, for stale ones.
 */
import type { Which } from './faultChoice';
import type { Message } from './deliveryQueue';

/** Which deliveries a fault is for; what is not said matches all. */
export interface DeliveryMatch extends Which {
	/** As `X-Plane-Event` says it. */
	readonly event?: string;
	readonly action?: string;
	/** The changed key. */
	readonly field?: string;
	readonly entityId?: string;
}

export type DeliveryFault = DeliveryMatch &
	(
		| { readonly kind: 'late'; readonly delayMs: number }
		| { readonly kind: 'lost' }
		/** Sent so often, 2 by default, each with a delivery id of its own. */
		| { readonly kind: 'doubled'; readonly copies?: number }
		/** Held back until so many later messages went (1 by default), at most `longestMs` (2,000 by default). */
		| { readonly kind: 'reordered'; readonly behind?: number; readonly longestMs?: number }
		/** Followed by an older message about the same record: the last but one by default. */
		| { readonly kind: 'stale'; readonly age?: number }
		/** The first attempts (1 by default) fail as if nobody listened; retries follow. */
		| { readonly kind: 'unreachable'; readonly attempts?: number }
	);

/** One message to send. */
export interface Shipment {
	readonly message: Message;
	readonly delayMs: number;
	/** So many attempts fail without reaching anybody. */
	readonly failingAttempts: number;
	/** Held back until so many later messages went or so long; null goes at once. */
	readonly heldBack: { readonly behind: number; readonly longestMs: number } | null;
}

const LONGEST_HOLD_MS = 2_000;
const HISTORY_PER_RECORD = 20;

/** Earlier messages by record. */
export interface History {
	add(message: Message): void;
	/** @param age 1 for the message before the newest one. */
	earlier(entityId: string, age: number): Message | undefined;
}

export function createHistory(): History {
	const byRecord = new Map<string, Message[]>();
	return {
		add: (message) => {
			const known = byRecord.get(message.entityId) ?? [];
			byRecord.set(message.entityId, [...known, message].slice(-HISTORY_PER_RECORD));
		},
		earlier: (entityId, age) => byRecord.get(entityId)?.at(-1 - age),
	};
}

const plain = (message: Message): Shipment => ({
	message,
	delayMs: 0,
	failingAttempts: 0,
	heldBack: null,
});

function struckBy(
	shipments: readonly Shipment[],
	fault: DeliveryFault,
	older: (age: number) => Message | undefined,
): readonly Shipment[] {
	switch (fault.kind) {
		case 'lost':
			return [];
		case 'late':
			return shipments.map((one) => ({ ...one, delayMs: one.delayMs + fault.delayMs }));
		case 'doubled':
			return shipments.flatMap((one) => Array.from({ length: fault.copies ?? 2 }, () => one));
		case 'reordered': {
			const heldBack = { behind: fault.behind ?? 1, longestMs: fault.longestMs ?? LONGEST_HOLD_MS };
			return shipments.map((one) => ({ ...one, heldBack }));
		}
		case 'stale': {
			const message = older(fault.age ?? 1);
			return message ? [...shipments, plain(message)] : shipments;
		}
		case 'unreachable':
			return shipments.map((one) => ({ ...one, failingAttempts: fault.attempts ?? 1 }));
	}
}

/** Applies faults to a message one after the other: each sees what the ones before it left. */
export function shipmentsOf(
	message: Message,
	faults: readonly DeliveryFault[],
	history: History,
): readonly Shipment[] {
	const older = (age: number): Message | undefined => history.earlier(message.entityId, age);
	return faults.reduce<readonly Shipment[]>(
		(shipments, fault) => struckBy(shipments, fault, older),
		[plain(message)],
	);
}
