import { conditionOf, statusError } from '../../../core/webdav/statusError';
import type { HttpResponse } from '../../../core/http/types';
import { aResponse } from '../../support/dav';

const error = (inside: string): Partial<HttpResponse> => ({
	headers: { 'content-type': 'application/xml' },
	body: `<d:error xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">${inside}</d:error>`,
});
const asked = (changes: Partial<HttpResponse>) => ({
	...aResponse(changes),
	url: 'https://u:secret@dav.example.com/a?token=secret',
});

describe('statusError', () => {
	it.each([
		['bad data as Xandikos names it', 412, '<c:valid-calendar-data/>', 'invalid_data'],
		['an unsupported component', 403, '<c:supported-calendar-component/>', 'invalid_data'],
		['a full account', 403, '<d:quota-not-exceeded/>', 'capacity'],
		['an event too large', 403, '<c:max-resource-size/>', 'capacity'],
		['a failed precondition', 412, '', 'conflict'],
		['missing rights', 403, '<d:need-privileges/>', 'permission'],
	])('knows %s', (_name, status, condition, kind) => {
		expect(statusError(asked({ status, ...error(condition) }), 'writing an event')).toMatchObject({
			kind,
			status,
		});
	});

	it('says what happened, where and what to do, and no secret', () => {
		const { message } = statusError(asked({ status: 401 }), 'looking for calendars');
		expect(message).toBe(
			'The calendar server refused the user name or password while looking for calendars (401 at ' +
				'https://dav.example.com/a). Check both in the CalDAV credential; some services want an app password.',
		);
	});

	it("shortens the server's own words to one line", () => {
		const headers = { 'content-type': 'text/plain' };
		const { message } = statusError(
			asked({ status: 500, headers, body: `Oh\nno ${'x'.repeat(500)}` }),
			'writing',
		);
		expect(message).toContain('"Oh no xxx');
		expect(message.length).toBeLessThan(450);
	});
});

describe('conditionOf', () => {
	it('finds the condition and its href beside what sabre and Xandikos add', () => {
		const body = error(
			'<s:exception xmlns:s="http://sabredav.org/ns">Conflict</s:exception><d:responsedescription>x</d:responsedescription>' +
				'<c:no-uid-conflict><d:href>/a/b.ics</d:href></c:no-uid-conflict>',
		);
		expect(conditionOf(asked(body))).toEqual({
			name: '{urn:ietf:params:xml:ns:caldav}no-uid-conflict',
			href: '/a/b.ics',
		});
	});

	it.each(['', 'Conflict', '<html><p>', '<error/>'])('finds none in %p', (body) => {
		expect(conditionOf(asked({ status: 409, body }))).toBeNull();
	});
});
