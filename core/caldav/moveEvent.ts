/**
 * Moves one calendar object into another calendar without losing a byte people wrote. Knows that servers
 * ignore the conditions of a MOVE (Radicale 3.9, Xandikos 0.4 and SOGo 5.8 do), so it looks before and after.
 */
import { DavError, DomainError } from '../errors';
import { changeUid } from '../icalendar/changeUid';
import { uidOf } from '../icalendar/reader';
import { addressForMessage, hrefOfUid, parentOf, sameHref } from '../webdav/href';
import { sendDav } from '../webdav/request';
import { refusalError } from '../webdav/statusError';
import { inSameCalendar, putObject, type PutResult, refusalOf, removeObject } from './objectRequests';
import { readObject } from './readEvent';
import type { Calendar, CalDavContext, Decide, Decision, StoredObject, WriteOutcome } from './types';
import { findByUid } from './uidQuery';
import { writeObject } from './writeEvent';

/** The first try and three more after conflicts. */
const MAX_ATTEMPTS = 4;

/** The server does not move, though the object could be written: copying is the way. */
const NOT_MOVED: ReadonlySet<number> = new Set([400, 403, 405, 415, 422, 500, 501, 502]);

/**
 * The server does not know the address we use for its own: Radicale behind a TLS proxy 502, DAViCal 1.1.12 409
 * where the name of the host holds a digit and a proxy hides it.
 */
const MAY_MEAN_ADDRESS: ReadonlySet<number> = new Set([409, 502]);

/** Gone, taken or changed: the target and the source tell which. */
const LOOK_AGAIN: ReadonlySet<number> = new Set([404, 409, 410, 412]);

export interface MoveRequest {
	readonly from: StoredObject;
	readonly to: Calendar;
	readonly uid: string;
	/**
	 * The UID it has where it is, if another: then `decide` is asked about the text with its UID changed, and the
	 * copy comes first, since a MOVE keeps the UID. @default uid
	 */
	readonly formerUid?: string;
	readonly decide: Decide;
	/** True where a listing of the target just showed neither this UID nor its href: saves two requests. */
	readonly targetIsFree?: boolean;
}

interface Move extends MoveRequest {
	readonly target: string;
	readonly attempts: number;
}

/** Null: things changed meanwhile, look again. */
type Attempt = WriteOutcome | null;

/**
 * Brings the object into the target calendar and to what `decide` says, with `operation: 'moved'`. A stored
 * text that `decide` skips stays where it is; one that is in the target already is only written. `pending` with
 * the text in `before_ics` where a server allows a UID only once and took the new object after all not, once the
 * old one was deleted.
 *
 * @throws {DavError} `conflict` where other events are in the way or things change too fast.
 */
export async function moveObject(context: CalDavContext, request: MoveRequest): Promise<WriteOutcome> {
	const { from, to, uid, decide } = request;
	// There already: looked for in the target it would be taken for a second copy of itself, and deleted.
	if (sameHref(parentOf(from.href), to.url) && keepsUid(request)) {
		return await writeObject(context, { href: from.href, decide });
	}
	const target = hrefOfUid(to.url, uid);
	for (let attempts = 1; attempts <= MAX_ATTEMPTS; attempts++) {
		const outcome = await tryMove(context, { ...request, target, attempts });
		if (outcome !== null) return { ...outcome, attempts };
	}
	throw new DavError(
		`The event at ${addressForMessage(request.from.href)} changed each time it was moved (${MAX_ATTEMPTS} tries). ` +
			'It is still there; run again.',
		{ kind: 'conflict', status: 412 },
	);
}

async function tryMove(context: CalDavContext, move: Move): Promise<Attempt> {
	const source = await readObject(context, move.from.href);
	const mayTrustListing = move.targetIsFree === true && move.attempts === 1 && source !== null;
	const there = mayTrustListing ? null : await findInTarget(context, move);
	if (there !== null) return await settle(context, move, { source, there });
	if (source === null)
		return await writeObject(context, { href: move.target, known: null, decide: move.decide });
	const isFormer = !keepsUid(move) && uidOf(source.ics) === move.formerUid;
	const text = isFormer ? changeUid(source.ics, move.uid) : source.ics;
	const decision = move.decide(text);
	switch (decision.kind) {
		case 'skip':
		case 'delete':
			return await writeObject(context, { href: source.href, known: source, decide: () => decision });
		case 'create':
			return await copyThenDelete(context, move, { source, text, decision });
		case 'update':
		case 'keep': {
			const way = keepsUid(move) ? sendMove : copyThenDelete;
			return await way(context, move, { source, text, decision });
		}
	}
}

const keepsUid = ({ uid, formerUid = uid }: MoveRequest): boolean => uid === formerUid;

/** The object of our UID in the target. @throws {DavError} `conflict` where its place is taken by another. */
async function findInTarget(context: CalDavContext, { to, uid, target }: Move): Promise<StoredObject | null> {
	const found = await findByUid(context, to, uid);
	if (found.length > 0) return found.find(({ href }) => sameHref(href, target)) ?? found[0] ?? null;
	const inPlace = await readObject(context, target);
	if (inPlace === null || uidOf(inPlace.ics) === uid) return inPlace;
	throw new DavError(
		`Another event is stored at ${addressForMessage(target)}, so ${uid} cannot be moved there. Move or delete it.`,
		{ kind: 'conflict' },
	);
}

/** The target has it already, from an earlier try or as a second copy: the source is deleted after that. */
async function settle(
	context: CalDavContext,
	{ decide }: Move,
	{ source, there }: { readonly source: StoredObject | null; readonly there: StoredObject },
): Promise<Attempt> {
	const outcome = await writeObject(context, { href: there.href, known: there, decide });
	const isKept =
		outcome.operation === 'unchanged' || outcome.operation === 'updated' || outcome.operation === 'created';
	if (!isKept) return outcome;
	if (source === null) return { ...outcome, operation: 'moved' };
	const removed = await removeObject(context, source);
	if (removed.kind === 'changed') return null;
	return { ...outcome, operation: 'moved', before_ics: source.ics };
}

interface Source {
	readonly source: StoredObject;
	/** What the source holds, under the UID it is to have. */
	readonly text: string;
	readonly decision: Decision;
}

async function sendMove(context: CalDavContext, move: Move, from: Source): Promise<Attempt> {
	const { status, refusal } = await requestMove(context, move, from.source);
	if (refusal === null) return await finish(context, move);
	if (LOOK_AGAIN.has(status)) return null;
	if (NOT_MOVED.has(status)) return await copyThenDelete(context, move, from);
	throw refusal;
}

interface MoveAnswer {
	readonly status: number;
	readonly refusal: DavError | null;
}

/** RFC 4918 §9.9, with an absolute Destination (SOGo wants it), and a path where a proxy hides our address. */
async function requestMove(context: CalDavContext, move: Move, source: StoredObject): Promise<MoveAnswer> {
	const { cache } = context;
	const send = async (destination: string): Promise<MoveAnswer> => {
		const response = await sendDav(context.send, {
			method: 'MOVE',
			url: source.href,
			headers: { destination, overwrite: 'F', ...(source.etag === '' ? {} : { 'if-match': source.etag }) },
		});
		const doing = 'moving an event';
		const refused = refusalOf(response, doing);
		if (refused === null) return { status: response.status, refusal: null };
		return { status: refused.status, refusal: refusalError({ response, doing, ...refused }) };
	};
	const path = new URL(move.target).pathname;
	if (cache.pathOnlyDestination === true) return await send(path);
	const answer = await send(move.target);
	if (!MAY_MEAN_ADDRESS.has(answer.status)) return answer;
	const second = await send(path);
	if (second.refusal === null) cache.pathOnlyDestination = true;
	// A 409 may as well be a UID that is taken: the first answer stands.
	return second.refusal === null || answer.status === 502 ? second : answer;
}

/** After the MOVE: read the new ETag (SOGo resets it) and bring the text up to date. */
async function finish(context: CalDavContext, { target, uid, decide }: Move): Promise<WriteOutcome> {
	const outcome = await writeObject(context, { href: target, decide, lookupUid: uid });
	return outcome.operation === 'deleted' ? outcome : { ...outcome, operation: 'moved' };
}

/** Where no MOVE does it: the copy first, the source only after the copy is safely stored. */
async function copyThenDelete(
	context: CalDavContext,
	move: Move,
	{ source, text, decision }: Source,
): Promise<Attempt> {
	const isWritten = decision.kind === 'update' || decision.kind === 'create';
	const ics = isWritten ? decision.ics : text;
	const changes = isWritten ? decision.changes : [];
	const put = await putObject(context, { href: move.target, ics, etag: null });
	switch (put.kind) {
		case 'changed':
			return null;
		case 'uid_conflict':
			if (await isInTheWay(context, move, { source, put })) return null;
			return await deleteThenCreate(context, move, { source, ics, changes });
		case 'written': {
			const removed = await removeObject(context, source);
			if (removed.kind === 'changed') return await takeBack(context, move, ics);
			const before = decision.kind === 'create' ? { before_ics: source.ics } : {};
			return { operation: 'moved', href: move.target, etag: put.etag, changes, attempts: 1, ...before };
		}
	}
}

/**
 * Whether the UID is in the target already (then look again) or only in the source (then that goes first).
 *
 * @throws {DavError} `conflict` where it is neither, so that deleting the source would not help.
 */
async function isInTheWay(
	context: CalDavContext,
	move: Move,
	{
		source,
		put,
	}: { readonly source: StoredObject; readonly put: Extract<PutResult, { kind: 'uid_conflict' }> },
): Promise<boolean> {
	if (put.href !== null && inSameCalendar(put.href, move.target)) return true;
	if ((await findInTarget(context, move)) !== null) return true;
	const isOnlySource = put.href === null || sameHref(put.href, source.href);
	if (put.named && isOnlySource && keepsUid(move)) return false;
	throw new DavError(
		`${addressForMessage(move.to.url)} does not take the event ${move.uid}` +
			`${put.href === null ? '' : `, which is also at ${addressForMessage(put.href)}`}. It is still where it was.`,
		{ kind: 'conflict', status: 409 },
	);
}

/** Somebody edited the source while it was copied: the copy goes, and the move begins again with their text. */
async function takeBack(context: CalDavContext, { target }: Move, ics: string): Promise<Attempt> {
	const copy = await readObject(context, target);
	if (copy !== null && uidOf(copy.ics) === uidOf(ics)) await removeObject(context, copy);
	return null;
}

interface LastResort {
	readonly source: StoredObject;
	readonly ics: string;
	readonly changes: WriteOutcome['changes'];
}

/** One UID in one calendar only (Cyrus 3.6.1, iCloud), and no MOVE: the text is in our hands for a moment. */
async function deleteThenCreate(
	context: CalDavContext,
	{ target }: Move,
	{ source, ics, changes }: LastResort,
): Promise<Attempt> {
	const removed = await removeObject(context, source);
	if (removed.kind === 'changed') return null;
	const pending = (reason: string): WriteOutcome => ({
		operation: 'pending',
		reason,
		href: target,
		etag: null,
		changes,
		attempts: 1,
		before_ics: source.ics,
	});
	try {
		const put = await putObject(context, { href: target, ics, etag: null });
		if (put.kind !== 'written') return pending(`not_recreated: ${put.kind}`);
		return { operation: 'moved', href: target, etag: put.etag, changes, attempts: 1 };
	} catch (error) {
		if (error instanceof DomainError) return pending(`not_recreated: ${error.message}`);
		throw error;
	}
}
