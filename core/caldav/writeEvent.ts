/**
 * Brings one calendar object to where a decision wants it: read, decide, write on the condition that nothing
 * changed in between, and decide anew where it did (RFC 9110 §13.1). What to write is the caller's `decide`.
 */
import { DavError } from '../errors';
import { uidOf } from '../icalendar/reader';
import type { PropertyChange } from '../icalendar/ownership';
import { addressForMessage, parentOf, sameHref, slugOfHref } from '../webdav/href';
import { inSameCalendar, putObject, removeObject } from './objectRequests';
import { readObject } from './readEvent';
import type { CalDavContext, Decide, Decision, Operation, StoredObject, WriteOutcome } from './types';
import { findByUid } from './uidQuery';

/** The first try and three more after conflicts. */
const MAX_ATTEMPTS = 4;

export interface WriteRequest {
	readonly href: string;
	/** What a listing showed a moment ago, null for nothing there; read first when absent. */
	readonly known?: Pick<StoredObject, 'etag' | 'ics'> | null;
	readonly decide: Decide;
	/** Search the calendar for this UID before creating: for calendars that others write into. */
	readonly lookupUid?: string;
}

type Stored = Pick<StoredObject, 'etag' | 'ics'> | null;

/** Where a write stands between two tries. */
interface Progress {
	readonly href: string;
	readonly stored: Stored;
	readonly attempts: number;
	readonly maybeDone: MaybeDone | null;
}

/** What a request that was sent more than once may have done although its answer says no. */
interface MaybeDone {
	readonly operation: 'created' | 'updated' | 'deleted';
	readonly changes: readonly PropertyChange[];
	readonly before_ics?: string;
}

type Step =
	| { readonly kind: 'done'; readonly outcome: WriteOutcome }
	| { readonly kind: 'again'; readonly href: string; readonly maybeDone: MaybeDone | null };

/**
 * Creates, updates, deletes or leaves alone one calendar object.
 *
 * @throws {DavError} `conflict` where it changes faster than we can write; else by what the server said.
 */
export async function writeObject(context: CalDavContext, request: WriteRequest): Promise<WriteOutcome> {
	let progress: Progress = {
		...(await locate(context, request)),
		attempts: 1,
		maybeDone: null,
	};
	for (; progress.attempts <= MAX_ATTEMPTS;) {
		const decision = request.decide(progress.stored?.ics ?? null);
		const step = await carryOut(context, { decision, progress, request });
		if (step.kind === 'done') return step.outcome;
		progress = {
			href: step.href,
			stored: await readObject(context, step.href),
			attempts: progress.attempts + 1,
			maybeDone: step.maybeDone,
		};
	}
	throw new DavError(
		`The event at ${addressForMessage(progress.href)} changed each time it was written (${MAX_ATTEMPTS} tries). ` +
			'Nothing was overwritten; run again.',
		{ kind: 'conflict', status: 412 },
	);
}

/** Where the object is and what it holds: a known ETag-less version is read again, a UID may be elsewhere. */
async function locate(
	context: CalDavContext,
	{ href, known, lookupUid }: WriteRequest,
): Promise<Pick<Progress, 'href' | 'stored'>> {
	const isUsable = known !== undefined && known?.etag !== '';
	const stored = isUsable ? known : await readObject(context, href);
	if (stored !== null || lookupUid === undefined) return { href, stored };
	const [found] = await findByUid(context, calendarOf(href), lookupUid);
	return found === undefined ? { href, stored } : { href: found.href, stored: found };
}

interface Work {
	readonly decision: Decision;
	readonly progress: Progress;
	readonly request: WriteRequest;
}

async function carryOut(context: CalDavContext, work: Work): Promise<Step> {
	const { decision, progress } = work;
	const { maybeDone, stored } = progress;
	if (maybeDone?.operation === 'deleted' && stored === null) return done(progress, 'deleted', maybeDone);
	switch (decision.kind) {
		case 'keep':
			if (maybeDone === null || maybeDone.operation === 'deleted')
				return done(progress, 'unchanged', decision);
			return done(progress, maybeDone.operation, maybeDone);
		case 'skip':
			return done(progress, 'skipped', decision);
		case 'delete':
			return await remove(context, work);
		case 'create':
		case 'update':
			return await put(context, { ...work, decision });
	}
}

type PutWork = Work & { readonly decision: Extract<Decision, { readonly kind: 'create' | 'update' }> };

async function put(context: CalDavContext, { decision, progress, request }: PutWork): Promise<Step> {
	const { href, stored } = progress;
	const operation = stored === null || decision.kind === 'create' ? 'created' : 'updated';
	const result = await putObject(context, { href, ics: decision.ics, etag: stored?.etag ?? null });
	const before = decision.kind === 'create' && stored !== null ? { before_ics: stored.ics } : {};
	const maybeDone: MaybeDone | null =
		result.attempts > 1 ? { operation, changes: decision.changes, ...before } : null;
	switch (result.kind) {
		case 'written':
			return done(progress, operation, { ...decision, ...before, etag: result.etag });
		case 'changed':
			return { kind: 'again', href, maybeDone };
		case 'uid_conflict': {
			const uid = request.lookupUid ?? uidOf(decision.ics);
			return { kind: 'again', href: await findOther(context, { href, uid, other: result.href }), maybeDone };
		}
	}
}

interface UidConflict {
	readonly href: string;
	readonly uid: string | null;
	/** Where the server says the UID is. */
	readonly other: string | null;
}

/** The object that has our UID. @throws {DavError} `conflict` where it is out of reach. */
async function findOther(context: CalDavContext, { href, uid, other }: UidConflict): Promise<string> {
	if (other !== null && inSameCalendar(other, href)) return other;
	const [found] = uid === null ? [] : await findByUid(context, calendarOf(href), uid);
	if (found !== undefined) return found.href;
	const where = other === null || sameHref(other, href) ? 'elsewhere' : `at ${addressForMessage(other)}`;
	throw new DavError(
		`The calendar server has the event ${uid ?? addressForMessage(href)} already, ${where}, and allows each UID ` +
			'once. Move or delete that event.',
		{ kind: 'conflict', status: 409 },
	);
}

async function remove(context: CalDavContext, { decision, progress }: Work): Promise<Step> {
	const { href, stored } = progress;
	if (stored === null) return done(progress, 'not_found', decision);
	const deleted: MaybeDone = { operation: 'deleted', changes: [], before_ics: stored.ics };
	const result = await removeObject(context, { href, etag: stored.etag });
	switch (result.kind) {
		case 'deleted':
			return done(progress, 'deleted', { ...decision, ...deleted });
		case 'not_found':
			// Sent more than once: the first try deleted it and its answer was lost.
			return result.attempts > 1
				? done(progress, 'deleted', { ...decision, ...deleted })
				: done(progress, 'not_found', decision);
		case 'changed':
			return { kind: 'again', href, maybeDone: result.attempts > 1 ? deleted : null };
	}
}

interface DoneDetails {
	readonly reason?: string;
	readonly changes?: readonly PropertyChange[];
	readonly etag?: string | null;
	readonly before_ics?: string;
}

function done({ href, stored, attempts }: Progress, operation: Operation, details: DoneDetails): Step {
	const { reason, changes = [], etag, before_ics } = details;
	const isGone = operation === 'deleted' || operation === 'not_found';
	const known = isGone ? null : stored?.etag || null;
	return {
		kind: 'done',
		outcome: {
			operation,
			...(reason === undefined ? {} : { reason }),
			href,
			etag: etag === undefined ? known : etag,
			changes,
			attempts,
			...(before_ics === undefined ? {} : { before_ics }),
		},
	};
}

const calendarOf = (href: string) => ({ url: parentOf(href), name: slugOfHref(parentOf(href)) });
