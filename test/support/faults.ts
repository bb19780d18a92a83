/** The faults every operation is driven through. */
import type { Fault } from './faultProxy';

export interface FaultCase {
	readonly name: string;
	readonly fault: Fault;
	/** How many requests in a row; more than the retries can outlast by default of the table below. */
	readonly times: number;
	/** Tried in every run; the others only in full ones. */
	readonly isShort: boolean;
}

const FOR_EVER = Number.MAX_SAFE_INTEGER;

const status = (code: number, isProcessed: boolean, headers?: Readonly<Record<string, string>>): Fault => ({
	kind: 'status',
	status: code,
	isProcessed,
	...(headers === undefined ? {} : { headers }),
});

const once = (name: string, fault: Fault, isShort = false): FaultCase => ({ name, fault, times: 1, isShort });
const lasting = (name: string, fault: Fault, isShort = false): FaultCase => ({
	name: `${name}, from then on`,
	fault,
	times: FOR_EVER,
	isShort,
});

export const FAULTS: readonly FaultCase[] = [
	once('a reset before the server saw the request', { kind: 'reset_before' }),
	lasting('a reset before the server saw the request', { kind: 'reset_before' }, true),
	once('a reset after the server did it', { kind: 'reset_after' }, true),
	lasting('a reset after the server did it', { kind: 'reset_after' }, true),
	once('an answer that comes late', { kind: 'delay', ms: 50 }),
	once('an answer that never comes', { kind: 'no_answer' }),
	once('500 instead', status(500, false)),
	once('500 after the server did it', status(500, true)),
	once('502 instead', status(502, false)),
	once('502 after the server did it', status(502, true), true),
	lasting('502 after the server did it', status(502, true), true),
	once('503 instead', status(503, false)),
	once('503 instead, with Retry-After', status(503, false, { 'retry-after': '1' }), true),
	once('503 after the server did it, with Retry-After', status(503, true, { 'retry-after': '1' })),
	lasting('503 with a Retry-After of an hour', status(503, false, { 'retry-after': '3600' })),
	once('half of the answer and a closed connection', { kind: 'cut', isConsistent: false }, true),
	once('half of the answer as if it were whole', { kind: 'cut', isConsistent: true }, true),
	lasting('half of the answer as if it were whole', { kind: 'cut', isConsistent: true }),
	once('the answer as text/html', { kind: 'content_type', value: 'text/html' }),
	once('a login page with 200', { kind: 'login_page' }, true),
	lasting('a login page with 200', { kind: 'login_page' }),
	...[301, 302, 307].flatMap((code) => [
		once(`${code} to another origin`, { kind: 'redirect', status: code, to: 'elsewhere' }, code === 302),
		once(`${code} to another path here`, { kind: 'redirect', status: code, to: 'here' }, code === 301),
	]),
	once('401', status(401, false, { 'www-authenticate': 'Basic realm="x"' }), true),
];
