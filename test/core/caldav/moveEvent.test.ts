/** Servers without MOVE, with one UID per account, or behind a proxy; ordinary moves run in test/contract. */
import { moveObject, type MoveRequest } from '../../../core/caldav/moveEvent';
import type { HttpRequest, HttpResponse } from '../../../core/http/types';
import {
	aCalendar,
	anEvent,
	aContext,
	aResponse,
	methodsOf,
	multistatus,
	recording,
	uidOfNumber,
	wantSummary,
} from '../../support/dav';

const UID = uidOfNumber(1);
const HOME = 'https://dav.example.com/anna/';
const NAME = `${encodeURIComponent(UID)}.ics`;
const SOURCE = `${HOME}a/${NAME}`;
const TARGET = `${HOME}b/${NAME}`;
const TEXT = anEvent(UID, 'Same', ['X-NOTE:Mine']);
const MOVE: MoveRequest = {
	from: { href: SOURCE, etag: '"old"', ics: TEXT },
	to: aCalendar({ url: `${HOME}b/` }),
	uid: UID,
	decide: wantSummary(UID, 'Same'),
};

/**
 * A server in memory that allows each UID once in all its calendars. `answers` come before it.
 */
function aServer(
	answers: (request: HttpRequest, stored: Map<string, string>) => HttpResponse | null = () => null,
) {
	const stored = new Map([[SOURCE, TEXT]]);
	const { send, requests } = recording((request) =>
		Promise.resolve(answers(request, stored) ?? answer(request)),
	);
	function answer({ method, url, body = '' }: HttpRequest): HttpResponse {
		const text = stored.get(url);
		if (method === 'REPORT') return multistatus('');
		if (method === 'GET' && text !== undefined)
			return aResponse({ headers: { etag: '"1"', 'content-type': 'text/calendar' }, body: text });
		if (method === 'DELETE' && text !== undefined) stored.delete(url);
		else if (method === 'PUT' && !stored.has(SOURCE)) stored.set(url, body);
		else if (method === 'PUT') return uidConflict(SOURCE);
		else return aResponse({ status: method === 'MOVE' ? 501 : 404 });
		return aResponse({ status: 204 });
	}
	return { context: aContext(send, HOME), requests, stored };
}

const uidConflict = (href: string): HttpResponse =>
	aResponse({
		status: 403,
		headers: { 'content-type': 'text/xml' },
		body: `<d:error xmlns:d="DAV:"><n:no-uid-conflict xmlns:n="urn:ietf:params:xml:ns:caldav"><d:href>${href}</d:href></n:no-uid-conflict></d:error>`,
	});

describe('moveObject', () => {
	it('sends an absolute Destination, no overwriting and the version', async () => {
		const { context, requests } = aServer(({ method }, stored) => {
			if (method !== 'MOVE') return null;
			stored.set(TARGET, TEXT);
			return aResponse({ status: 200 });
		});
		expect(await moveObject(context, MOVE)).toMatchObject({ operation: 'moved', href: TARGET, etag: '"1"' });
		const sent = requests.find(({ method }) => method === 'MOVE');
		expect(sent?.headers).toEqual({ destination: TARGET, overwrite: 'F', 'if-match': '"1"' });
	});

	it.each([502, 409])('names the path alone after a %i, and from then on at once', async (status) => {
		const { context, requests } = aServer(({ method, headers }, stored) => {
			if (method !== 'MOVE') return null;
			if (headers['destination']?.startsWith('https:')) return aResponse({ status });
			stored.set(TARGET, TEXT);
			return aResponse({ status: 201 });
		});
		await moveObject(context, MOVE);
		await moveObject(context, { ...MOVE, targetIsFree: true });
		const path = new URL(TARGET).pathname;
		const sent = requests
			.filter(({ method }) => method === 'MOVE')
			.map(({ headers }) => headers['destination']);
		expect(sent).toEqual([TARGET, path, path]);
	});

	it('rule 13: deletes first only where the server says that the UID is taken by the source', async () => {
		const { context, requests, stored } = aServer();
		expect(await moveObject(context, MOVE)).toMatchObject({ operation: 'moved', href: TARGET });
		expect(methodsOf(requests).filter((name) => name === 'PUT' || name === 'DELETE')).toEqual([
			'PUT',
			'DELETE',
			'PUT',
		]);
		expect([...stored]).toEqual([[TARGET, TEXT]]);
	});

	it.each([
		['fails', aResponse({ status: 503 })],
		['has no room', aResponse({ status: 507 })],
		['finds another conflict', aResponse({ status: 412 })],
	])('hands back the text where the server %s after that', async (_name, failure) => {
		const { context } = aServer(({ method }, stored) =>
			method === 'PUT' && !stored.has(SOURCE) ? failure : null,
		);
		const outcome = await moveObject(context, MOVE);
		expect(outcome).toMatchObject({ operation: 'pending', before_ics: TEXT, href: TARGET });
		expect(outcome.reason).toMatch(/^not_recreated/);
	});

	it.each([
		['only says 409', aResponse({ status: 409 })],
		['names an event in a third calendar', uidConflict(`${HOME}c/x.ics`)],
		['has no room', aResponse({ status: 507 })],
		['forbids it', aResponse({ status: 403 })],
		['answers a login page', aResponse({ headers: { 'content-type': 'text/html' }, body: '<html>' })],
	])('deletes nothing where the target %s', async (_name, refusal) => {
		const { context, stored } = aServer(({ method }) => (method === 'PUT' ? refusal : null));
		await expect(moveObject(context, MOVE)).rejects.toMatchObject({ name: 'DavError' });
		expect([...stored]).toEqual([[SOURCE, TEXT]]);
	});

	it.each([401, 423, 429, 507])('deletes and copies nothing after a %i', async (status) => {
		const { context, requests } = aServer(({ method }) => (method === 'MOVE' ? aResponse({ status }) : null));
		await expect(moveObject(context, MOVE)).rejects.toMatchObject({ status });
		expect(methodsOf(requests)).not.toContain('PUT');
		expect(methodsOf(requests)).not.toContain('DELETE');
	});

	describe('under another UID', () => {
		const uid = UID.replace('@', '.copy@');
		const COPY = { ...MOVE, uid, formerUid: UID };

		it('sends no MOVE, which would keep the UID, and does not delete before the copy is stored', async () => {
			const named = uidConflict(SOURCE);
			const { context, requests, stored } = aServer(({ method }) => (method === 'PUT' ? named : null));
			await expect(moveObject(context, COPY)).rejects.toMatchObject({ kind: 'conflict' });
			expect(methodsOf(requests)).not.toEqual(expect.arrayContaining([expect.stringMatching(/MOVE|DELETE/)]));
			expect([...stored]).toEqual([[SOURCE, TEXT]]);
		});

		it('is given to no event that is another one by now', async () => {
			const dentist = anEvent('dentist', 'Dentist');
			const { context, stored } = aServer();
			stored.set(SOURCE, dentist);
			const seen: Array<string | null> = [];
			const outcome = await moveObject(context, {
				...COPY,
				decide: (text) => {
					seen.push(text);
					return { kind: 'skip', reason: 'foreign' };
				},
			});
			expect(outcome).toMatchObject({ operation: 'skipped', reason: 'foreign' });
			expect(seen).toEqual([dentist]);
			expect([...stored]).toEqual([[SOURCE, dentist]]);
		});
	});

	it('gives up where the event changes each time', async () => {
		const { context, requests, stored } = aServer(({ method }) =>
			method === 'MOVE' ? aResponse({ status: 412 }) : null,
		);
		await expect(moveObject(context, MOVE)).rejects.toMatchObject({ kind: 'conflict' });
		expect(methodsOf(requests).filter((name) => name === 'MOVE')).toHaveLength(4);
		expect(stored.has(SOURCE)).toBe(true);
	});
});
