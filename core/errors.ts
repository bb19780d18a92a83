/**
 * The errors of the domain and their classification. What kind a failure is decides whether it is
 * retried, skipped, queued or alerted (see `Failure.kind`). No message ever holds a secret.
 */

export type FailureKind =
	| 'network'
	| 'timeout'
	| 'rate_limited'
	| 'server'
	| 'auth'
	| 'permission'
	| 'not_found'
	| 'conflict'
	| 'capacity'
	| 'invalid_data'
	| 'invalid_response';

/** A failure as data, the way it travels inside items and reports. */
export interface Failure {
	readonly kind: FailureKind;
	/** HTTP status, or null where no answer arrived or none was involved. */
	readonly status: number | null;
	/** What happened, to which thing, and what to do. */
	readonly message: string;
	/** Whether the same call may succeed later without anybody changing anything. */
	readonly retryable: boolean;
}

const RETRYABLE: ReadonlySet<FailureKind> = new Set(['network', 'timeout', 'rate_limited', 'server']);

export const isRetryable = (kind: FailureKind): boolean => RETRYABLE.has(kind);

export interface DomainErrorDetails {
	readonly kind: FailureKind;
	readonly status?: number | null;
	readonly cause?: unknown;
}

/** Parent of every error this package throws on purpose; `kind` says what to do about it. */
export abstract class DomainError extends Error {
	readonly kind: FailureKind;
	readonly status: number | null;

	constructor(message: string, { kind, status = null, cause }: DomainErrorDetails) {
		super(message, cause === undefined ? undefined : { cause });
		this.kind = kind;
		this.status = status;
	}
}

/** No HTTP answer arrived at all. */
export class TransportError extends DomainError {
	override readonly name = 'TransportError';
}

/** Plane refused, failed or answered something that is not Plane's. */
export class PlaneError extends DomainError {
	override readonly name = 'PlaneError';
}

/** A CalDAV server refused, failed or answered something that is not WebDAV. */
export class DavError extends DomainError {
	override readonly name = 'DavError';
}

/** Text that is not the iCalendar it should be. */
export class ICalendarError extends DomainError {
	override readonly name = 'ICalendarError';

	constructor(message: string, cause?: unknown) {
		super(message, { kind: 'invalid_data', cause });
	}
}

/** Input of a node that cannot be used, with the field and the remedy in the message. */
export class InputError extends DomainError {
	override readonly name = 'InputError';

	constructor(message: string, cause?: unknown) {
		super(message, { kind: 'invalid_data', cause });
	}
}

/** The user or n8n stopped the run. Never turned into a result: it ends the run. */
export class CancelledError extends Error {
	override readonly name = 'CancelledError';

	constructor() {
		super('The run was cancelled.');
	}
}

/**
 * Kind of failure an HTTP status stands for, or null where the status is no failure.
 * 413 and 507 are `capacity` (RFC 4918 §11.5): waiting a few seconds does not make room.
 */
export function kindOfStatus(status: number): FailureKind | null {
	if (status < 400) return null;
	switch (status) {
		case 401:
			return 'auth';
		case 403:
			return 'permission';
		case 404:
		case 410:
			return 'not_found';
		case 409:
		case 412:
		case 423:
			return 'conflict';
		case 413:
		case 507:
			return 'capacity';
		case 408:
			return 'timeout';
		case 429:
			return 'rate_limited';
		default:
			return status >= 500 ? 'server' : 'invalid_data';
	}
}

/**
 * A thrown error as data.
 *
 * @throws the error itself when it is a cancellation or a defect of ours (anything but a `DomainError`).
 */
export function toFailure(error: unknown): Failure {
	if (!(error instanceof DomainError)) throw error;
	return {
		kind: error.kind,
		status: error.status,
		message: error.message,
		retryable: isRetryable(error.kind),
	};
}
