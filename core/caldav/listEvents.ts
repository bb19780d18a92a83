/**
 * Reads calendar objects out of a calendar by REPORT (RFC 4791 §7.8, §7.9). Whatever is not a whole and valid
 * answer is an error: nobody may take a broken list for a short one.
 */
import { DavError } from '../errors';
import { sameHref } from '../webdav/href';
import { type MultistatusMember, readMultistatusAs, textOf } from '../webdav/multistatus';
import { NAMES } from '../webdav/names';
import { sendXml } from '../webdav/request';
import { calendarQueryBody, multigetBody } from '../webdav/requestBodies';
import { kindOf } from '../webdav/statusError';
import { dropOnNotFound } from './discovery';
import type { Calendar, CalDavContext, StoredObject } from './types';

/** Milliseconds: a cold Radicale 3.7.8 needed 39 s for 10,000 events. */
const LISTING_TIMEOUT_MS = 120_000;

/** Objects per multiget; an unbounded one took Xandikos 0.2.8 9 s for 1,000. */
const MULTIGET_SIZE = 100;

/** What servers answer to a filter they do not know (OX: no text search; RFC 4791 §7.8.7 `supported-filter`). */
export const NO_SUCH_FILTER: ReadonlySet<number> = new Set([400, 403, 501]);

export interface ListOptions {
	/** Milliseconds the server may take. @default 120000 */
	readonly timeoutMs?: number;
}

type CalendarAddress = Pick<Calendar, 'url' | 'name'>;

/**
 * All calendar objects with an event, in one request.
 *
 * @throws {DavError} where the list is not whole; `not_found` where the calendar is gone.
 */
export async function listEvents(
	context: CalDavContext,
	calendar: CalendarAddress,
	options: ListOptions = {},
): Promise<StoredObject[]> {
	return await report(context, { calendar, body: calendarQueryBody(), ...options });
}

/**
 * Those of the given objects that exist; unknown hrefs are left out.
 *
 * @param hrefs absolute or paths, of this calendar.
 * @throws {DavError} as {@link listEvents}
 */
export async function readObjects(
	context: CalDavContext,
	calendar: CalendarAddress,
	hrefs: readonly string[],
): Promise<StoredObject[]> {
	const objects: StoredObject[] = [];
	for (let start = 0; start < hrefs.length; start += MULTIGET_SIZE) {
		const paths = hrefs
			.slice(start, start + MULTIGET_SIZE)
			.map((href) => new URL(href, calendar.url).pathname);
		objects.push(...(await report(context, { calendar, body: multigetBody(paths) })));
	}
	return objects;
}

export interface ReportRequest extends ListOptions {
	readonly calendar: CalendarAddress;
	readonly body: string;
}

/** Runs one REPORT on a calendar and returns its objects. @throws {DavError} */
export async function report(
	context: CalDavContext,
	{ calendar, body, timeoutMs = LISTING_TIMEOUT_MS }: ReportRequest,
): Promise<StoredObject[]> {
	return await dropOnNotFound(context, async () => {
		const request = { method: 'REPORT', url: calendar.url, depth: '1', body, timeoutMs } as const;
		const doing = `listing the events of "${calendar.name}"`;
		const response = await sendXml(context.send, request);
		const seen = new Set<string>();
		return readMultistatusAs(response, doing, (member) => {
			// Only the calendar itself has no text; to compare every address would take as long as reading the list.
			const isObject = member.props.has(NAMES.calendarData) || !sameHref(member.href, response.url);
			const object = isObject ? toObject(member, doing) : null;
			// Named twice, it would look like a copy of itself, and be removed as one.
			if (object === null || seen.has(object.href)) return null;
			seen.add(object.href);
			return object;
		});
	});
}

/** Null for an object that was deleted while the list was made. */
function toObject(member: MultistatusMember, doing: string): StoredObject | null {
	const { href, status, failed } = member;
	const ics = member.props.get(NAMES.calendarData)?.text;
	if (ics !== undefined && (status === null || status < 300)) {
		return { href, etag: textOf(member, NAMES.etag) ?? '', ics };
	}
	if (status === 404 || status === 410) return null;
	const problem = status ?? failed.get(NAMES.calendarData) ?? null;
	throw new DavError(
		`The calendar server left out the text of ${new URL(href).pathname} while ${doing}` +
			`${problem === null ? '' : ` (${problem})`}. Nothing was changed; run again, or look at that event.`,
		{
			kind: problem !== null && problem >= 500 ? kindOf(problem, null) : 'invalid_response',
			status: problem,
		},
	);
}
