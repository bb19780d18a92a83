/**
 * A CalDAV server in memory for the simulation: as much of RFC 4791 as our requests use, and the time a real one would
 * take for calendars of full size. It keeps only what it is given, so a calendar may stand for more events than it holds.
 */
import type { HttpRequest, HttpResponse, Send } from '../../core/http/types';
import { escapeXml } from '../../core/webdav/requestBodies';
import type { FakeClock } from './clock';

export const CALENDAR_URL = 'https://dav.example.com/';
const HOME = '/anna/';

interface ModelCalendar {
	name: string;
	description: string;
	/** Texts by path, with their version. */
	readonly objects: Map<string, { readonly ics: string; readonly version: number }>;
	/** Moves with every change. */
	version: number;
}

export interface CalendarTimes {
	/** Milliseconds of any request. */
	readonly answerMs: number;
	/** Milliseconds of an event in a listing, beside that. */
	readonly listedMs: number;
	/** Events each calendar stands for, beside those it holds. */
	readonly standsFor: number;
}

export interface CalendarModel {
	readonly send: Send;
	/** The text of the event at that path of a calendar, or null. */
	readonly read: (slug: string, name: string) => string | null;
	/** A calendar that was there before. */
	readonly make: (slug: string) => void;
	/** What another client writes, or what was there before. */
	readonly write: (slug: string, name: string, ics: string) => void;
	/** Whom to call after every write through `send`. */
	readonly onWrite: (look: () => void) => void;
	readonly requests: () => number;
}

interface Answer {
	readonly status: number;
	readonly body?: string;
	readonly etag?: string;
	/** Events that were looked at. */
	readonly listed?: number;
}

export function createCalendarModel(clock: FakeClock, times: CalendarTimes): CalendarModel {
	const calendars = new Map<string, ModelCalendar>();
	let requests = 0;
	let afterWrite = (): void => undefined;
	return {
		onWrite: (look) => {
			afterWrite = look;
		},
		requests: () => requests,
		read: (slug, name) => calendars.get(slug)?.objects.get(name)?.ics ?? null,
		make: (slug) => {
			calendarOf(calendars, slug);
		},
		write: (slug, name, ics) => {
			put(calendarOf(calendars, slug), name, ics);
		},
		send: async (request) => {
			requests += 1;
			const { status, body = '', etag, listed = 0 } = answer(calendars, request, times.standsFor);
			const isWrite = request.method === 'PUT' || request.method === 'DELETE';
			if (isWrite) afterWrite();
			await clock.sleep(times.answerMs + listed * times.listedMs);
			const headers: HttpResponse['headers'] = {
				'content-type': 'application/xml; charset=utf-8',
				...(etag === undefined ? {} : { etag }),
			};
			return { status, headers, body, attempts: 1 };
		},
	};
}

function calendarOf(calendars: Map<string, ModelCalendar>, slug: string): ModelCalendar {
	const known = calendars.get(slug) ?? { name: slug, description: '', objects: new Map(), version: 1 };
	calendars.set(slug, known);
	return known;
}

function put(calendar: ModelCalendar, name: string, ics: string): string {
	calendar.version += 1;
	calendar.objects.set(name, { ics, version: calendar.version });
	return etagOf(calendar.version);
}

const etagOf = (version: number): string => `"${version}"`;

function answer(calendars: Map<string, ModelCalendar>, request: HttpRequest, standsFor: number): Answer {
	const [, home, slug = '', name = ''] = new URL(request.url).pathname.split('/').map(decodeURIComponent);
	if (request.method === 'PROPFIND') return propfind(calendars, { home: home ?? '', slug, request });
	if (request.method === 'MKCALENDAR') return makeCalendar(calendars, slug, request.body ?? '');
	const calendar = calendars.get(slug);
	if (calendar === undefined) return { status: 404 };
	switch (request.method) {
		case 'PROPPATCH':
			rename(calendar, request.body ?? '');
			return { status: 207, body: multistatus([response(`${HOME}${slug}/`, '')]) };
		case 'REPORT':
			return report(calendar, { slug, body: request.body ?? '', standsFor });
		default:
			return answerObject(calendar, name, request);
	}
}

function answerObject(
	calendar: ModelCalendar,
	name: string,
	{ method, headers, body = '' }: HttpRequest,
): Answer {
	const object = calendar.objects.get(name);
	const etag = object === undefined ? null : etagOf(object.version);
	if (headers['if-none-match'] === '*' && etag !== null) return { status: 412 };
	const wanted = headers['if-match'] ?? headers['If-Match'];
	if (wanted !== undefined && wanted !== etag) return { status: 412 };
	if (method === 'PUT') return { status: etag === null ? 201 : 204, etag: put(calendar, name, body) };
	if (object === undefined || etag === null) return { status: 404 };
	if (method !== 'DELETE') return { status: 200, body: object.ics, etag };
	calendar.objects.delete(name);
	calendar.version += 1;
	return { status: 204 };
}

function makeCalendar(calendars: Map<string, ModelCalendar>, slug: string, body: string): Answer {
	if (calendars.has(slug)) return { status: 409 };
	rename(calendarOf(calendars, slug), body);
	return { status: 201 };
}

function rename(calendar: ModelCalendar, body: string): void {
	calendar.name = textIn(body, 'displayname') ?? calendar.name;
	calendar.description = textIn(body, 'calendar-description') ?? calendar.description;
}

const textIn = (xml: string, local: string): string | null =>
	new RegExp(`<(?:\\w+:)?${local}[^>]*>([^<]*)<`).exec(xml)?.[1] ?? null;

interface Propfind {
	readonly home: string;
	readonly slug: string;
	readonly request: HttpRequest;
}

function propfind(calendars: Map<string, ModelCalendar>, { home, slug, request }: Propfind): Answer {
	const isDeep = (request.headers['depth'] ?? request.headers['Depth']) === '1';
	const calendar = calendars.get(slug);
	if (slug !== '' && calendar === undefined) return { status: 404 };
	if (calendar !== undefined) return { status: 207, body: multistatus([calendarResponse(slug, calendar)]) };
	const links =
		`<d:current-user-principal><d:href>${HOME}</d:href></d:current-user-principal>` +
		`<c:calendar-home-set><d:href>${HOME}</d:href></c:calendar-home-set>`;
	const here = response(home === '' ? '/' : HOME, `<d:resourcetype><d:collection/></d:resourcetype>${links}`);
	const members = isDeep ? [...calendars].map(([name, one]) => calendarResponse(name, one)) : [];
	return { status: 207, body: multistatus([here, ...members]) };
}

const calendarResponse = (slug: string, { name, description, version }: ModelCalendar): string =>
	response(
		`${HOME}${encodeURIComponent(slug)}/`,
		'<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>' +
			`<d:displayname>${escapeXml(name)}</d:displayname><d:owner><d:href>${HOME}</d:href></d:owner>` +
			`<c:calendar-description>${escapeXml(description)}</c:calendar-description>` +
			'<c:supported-calendar-component-set><c:comp name="VEVENT"/></c:supported-calendar-component-set>' +
			`<cs:getctag>"${version}"</cs:getctag><d:sync-token>urn:version:${version}</d:sync-token>`,
	);

interface Report {
	readonly slug: string;
	readonly body: string;
	readonly standsFor: number;
}

/** All events, those of a list of addresses, or those with a UID; without their text where only versions are asked for. */
function report(calendar: ModelCalendar, { slug, body, standsFor }: Report): Answer {
	const addresses = [...body.matchAll(/<d:href>([^<]*)<\/d:href>/g)].map(([, path = '']) =>
		decodeURIComponent(path.split('/').at(-1) ?? ''),
	);
	const isMultiget = body.includes('calendar-multiget');
	const uid = textIn(body, 'text-match');
	const withText = body.includes('calendar-data');
	const responses = [...calendar.objects].flatMap(([name, { ics, version }]) => {
		if (isMultiget ? !addresses.includes(name) : uid !== null && !ics.includes(uid)) return [];
		const text = withText ? `<c:calendar-data>${escapeXml(ics)}</c:calendar-data>` : '';
		return [
			response(
				`${HOME}${encodeURIComponent(slug)}/${encodeURIComponent(name)}`,
				`<d:getetag>${escapeXml(etagOf(version))}</d:getetag>${text}`,
			),
		];
	});
	return {
		status: 207,
		body: multistatus(responses),
		listed: isMultiget ? addresses.length : standsFor + responses.length,
	};
}

const response = (path: string, properties: string): string =>
	`<d:response><d:href>${path}</d:href><d:propstat><d:prop>${properties}</d:prop>` +
	'<d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>';

const multistatus = (responses: readonly string[]): string =>
	'<?xml version="1.0" encoding="utf-8"?><d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" ' +
	`xmlns:cs="http://calendarserver.org/ns/">${responses.join('')}</d:multistatus>`;
