/** What tests of the calendar side share: contexts, events as text, and senders that misbehave on purpose. */
import type { Calendar, CalDavContext, Decide } from '../../core/caldav/types';
import type { HttpRequest, HttpResponse, Send } from '../../core/http/types';
import type { CalendarTarget, Scope } from '../../core/icalendar/ownership';

export const SCOPE: Scope = {
	uid_prefix: 'plane-issue-',
	uid_suffix: '@calplanebot',
	property: 'X-PLANE-PROJECT',
	value: 'project-1',
	revision_property: 'X-PLANE-UPDATED-AT',
	calendar: {
		slug_prefix: 'plane-',
		mark_prefix: 'plane-project:',
		routes: { slug_prefix: 'plane-to-', mark_prefix: 'plane-route:', single: ['all'] },
	},
};

/** A calendar of project `project`, as the transform wants it. */
export const wanted = (project: string, changes: Partial<CalendarTarget> = {}): CalendarTarget => ({
	slug: `plane-${project}`,
	name: `Plane: ${project}`,
	mark: `plane-project:${project}`,
	...changes,
});

export function aContext(send: Send, serverUrl: string): CalDavContext {
	return { send, serverUrl, cache: { discovery: null }, now: () => Date.parse('2026-11-23T09:00:00Z') };
}

export function aCalendar(changes: Partial<Calendar> = {}): Calendar {
	return {
		url: 'https://dav.example.com/anna/team/',
		slug: 'work',
		name: 'Work',
		description: '',
		takesEvents: true,
		writable: true,
		foreign: false,
		ownerUrl: null,
		color: null,
		ctag: null,
		syncToken: null,
		changeTag: null,
		...changes,
	};
}

export const uidOfNumber = (n: number): string =>
	`plane-issue-00000000-0000-4000-8000-${String(n).padStart(12, '0')}@calplanebot`;

export const ALARM = ['BEGIN:VALARM', 'ACTION:DISPLAY', 'DESCRIPTION:Mine', 'TRIGGER:-PT1H', 'END:VALARM'];

/** An event as text. `lines` go into the VEVENT. */
export function anEvent(uid: string, summary: string, lines: readonly string[] = []): string {
	return [
		'BEGIN:VCALENDAR',
		'VERSION:2.0',
		'PRODID:-//test//test//EN',
		'BEGIN:VEVENT',
		`UID:${uid}`,
		'DTSTAMP:20261123T090000Z',
		'DTSTART;VALUE=DATE:20261204',
		`SUMMARY:${summary}`,
		...lines,
		'END:VEVENT',
		'END:VCALENDAR',
		'',
	].join('\r\n');
}

/** Wants this summary and keeps every other line, as the merge does. */
export function wantSummary(uid: string, summary: string): Decide {
	return (stored) => {
		if (stored === null) return { kind: 'create', ics: anEvent(uid, summary), changes: [] };
		const before = /^SUMMARY:(.*?)\r?$/m.exec(stored)?.[1] ?? null;
		if (before === summary) return { kind: 'keep' };
		const ics = stored.replace(/^SUMMARY:.*?(\r?)$/m, `SUMMARY:${summary}$1`);
		return { kind: 'update', ics, changes: [{ property: 'SUMMARY', before, after: summary }] };
	};
}

export const wantGone: Decide = (stored) =>
	stored === null ? { kind: 'skip', reason: 'not_found' } : { kind: 'delete' };

export const aResponse = (changes: Partial<HttpResponse> = {}): HttpResponse => ({
	status: 200,
	headers: {},
	body: '',
	attempts: 1,
	...changes,
});

/** A 207 with this inside its multistatus. */
export const multistatus = (inside: string): HttpResponse =>
	aResponse({
		status: 207,
		headers: { 'content-type': 'application/xml; charset=utf-8' },
		body:
			'<?xml version="1.0"?><d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" ' +
			`xmlns:cs="http://calendarserver.org/ns/">${inside}</d:multistatus>`,
	});

/** A member of a multistatus whose properties were all found. */
export const found = (href: string, properties: string): string =>
	`<d:response><d:href>${href}</d:href><d:propstat><d:prop>${properties}</d:prop>` +
	'<d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>';

export const LOGIN_PAGE = aResponse({
	headers: { 'content-type': 'text/html; charset=utf-8' },
	body: '<!DOCTYPE html><html><body><form>Please sign in</form></body></html>',
});

type Match = (request: HttpRequest) => boolean;

export const method =
	(name: string): Match =>
	(request) =>
		request.method === name;

/** Keeps the requests that went through. */
export function recording(send: Send): { readonly send: Send; readonly requests: HttpRequest[] } {
	const requests: HttpRequest[] = [];
	return {
		requests,
		send: async (request) => {
			requests.push(request);
			return await send(request);
		},
	};
}

/** Methods of the requests, in order. */
export const methodsOf = (requests: readonly HttpRequest[]): string[] =>
	requests.map((request) => request.method);

/** Answers matching requests itself; they never reach the server. */
export const answering =
	(send: Send, match: Match, answer: HttpResponse): Send =>
	async (request) =>
		match(request) ? answer : await send(request);

/** Changes the answers to matching requests. */
export const altering =
	(send: Send, match: Match, alter: (response: HttpResponse) => HttpResponse): Send =>
	async (request) => {
		const response = await send(request);
		return match(request) ? alter(response) : response;
	};

/** Does something of its own just before the first matching request. */
export function disturbing(send: Send, match: Match, disturb: () => Promise<unknown>): Send {
	let isDone = false;
	return async (request) => {
		if (!isDone && match(request)) {
			isDone = true;
			await disturb();
		}
		return await send(request);
	};
}

/** Loses the first answer to matching requests and sends them again, as the retry layer does. */
export function losingAnswer(send: Send, match: Match): Send {
	let isLost = false;
	return async (request) => {
		if (isLost || !match(request)) return await send(request);
		isLost = true;
		await send(request);
		return { ...(await send(request)), attempts: 2 };
	};
}
