/**
 * What was compared whole and found equal, as data for the next run: while neither side has moved, nothing has to
 * be listed. Pure.
 */
import { createHash } from 'crypto';
import type { Calendar } from '../caldav/types';
import type { ProjectBatch } from '../event/types';
import { quietResult } from './result';
import type { Plan, Report, Result } from './types';

/** Plain and small, to be kept wherever the caller keeps things; losing it costs one listing. */
export interface Compared {
	/** Digest of what Plane asked for. */
	readonly desired: string;
	/** Digest of every calendar that was read and its change tag from before it was read. */
	readonly calendars: string;
	/** Instant of the listing. */
	readonly listed_at: string;
}

/** Milliseconds after which a listing is made however equal the tags are: they are the server's word, no proof. */
export const LIFETIME_MS = 24 * 60 * 60 * 1000;

export interface Situation {
	readonly batch: ProjectBatch;
	/** Every calendar that is to be read. */
	readonly calendars: ReadonlyArray<Pick<Calendar, 'url'>>;
	/** The change tag that was read in this run, before any listing. */
	readonly tagOf: (calendar: Pick<Calendar, 'url'>) => string | null;
	/** Milliseconds since the epoch. */
	readonly now: number;
}

/** Both sides as they are now, or null where one calendar shows no change tag. */
export function stateOf({ batch, calendars, tagOf, now }: Situation): Compared | null {
	const tags = calendars.map((calendar) => [calendar.url, tagOf(calendar)] as const);
	if (tags.some(([, tag]) => tag === null)) return null;
	return {
		desired: digestOf(batch),
		calendars: digestOfTags(tags),
		listed_at: new Date(now).toISOString(),
	};
}

/** Whether what was compared then is still what there is. */
export function isStillEqual(then: Compared, now: Compared): boolean {
	const ageMs = Date.parse(now.listed_at) - Date.parse(then.listed_at);
	return (
		ageMs >= 0 && ageMs < LIFETIME_MS && then.desired === now.desired && then.calendars === now.calendars
	);
}

/** Whether a plan found nothing to do, now or later: what was skipped because of its age may be due next time. */
export function isSettled({ events }: ProjectBatch, { actions }: Plan, { complete }: Report): boolean {
	const skipped = new Set(events.filter(({ action }) => action === 'skip').map(({ uid }) => uid));
	return complete && actions.every((action) => action.kind === 'keep' || isAsked(action, skipped));
}

const isAsked = (action: Plan['actions'][number], skipped: ReadonlySet<string>): boolean =>
	action.kind === 'skip' && skipped.has(action.uid);

/** The results of a batch that {@link isSettled} and was not looked at again. */
export const unchangedResults = ({ events }: ProjectBatch): Result[] =>
	events.flatMap((item) => {
		if (item.action === 'delete') return [];
		const subject = { uid: item.uid, calendar: null, href: null };
		return item.action === 'upsert'
			? quietResult(subject, 'unchanged')
			: quietResult(subject, 'skipped', item.reason);
	});

/** Each project may have events in all the calendars of people or labels, so a list of them would soon be large. */
function digestOfTags(tags: ReadonlyArray<readonly [url: string, tag: string | null]>): string {
	const sorted = [...tags].sort(([a], [b]) => (a < b ? -1 : 1));
	return createHash('sha256').update(JSON.stringify(sorted), 'utf8').digest('base64url');
}

/**
 * Of everything a comparison depends on but the moment of reading. The order of the events does not matter: Plane
 * lists those of one day in any.
 */
function digestOf({ targets, scope, events }: ProjectBatch): string {
	const hash = createHash('sha256').update(JSON.stringify([targets, scope]), 'utf8');
	const sorted = [...events].sort((a, b) => (a.uid < b.uid ? -1 : 1));
	for (const { uid, action, reason, source, calendar, ics, owned } of sorted) {
		hash.update(JSON.stringify([uid, action, reason, source, calendar, ics, owned]), 'utf8');
	}
	return hash.digest('base64url');
}
