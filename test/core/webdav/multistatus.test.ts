import { hrefsOf, type MultistatusMember, readMultistatus, textOf } from '../../../core/webdav/multistatus';
import { NAMES } from '../../../core/webdav/names';
import type { HttpResponse } from '../../../core/http/types';
import { aResponse, found, LOGIN_PAGE, multistatus } from '../../support/dav';

const URL_ASKED = 'https://dav.example.com/anna/';
const read = (response: HttpResponse): MultistatusMember[] =>
	readMultistatus({ ...response, url: URL_ASKED }, 'listing the events of "Work"');
const typed = (type: string, response = multistatus('')): HttpResponse => ({
	...response,
	headers: { 'content-type': type },
});

describe('readMultistatus', () => {
	it('reads addresses, properties and their statuses', () => {
		const [member] = read(
			multistatus(
				'<d:response><d:href>/anna/a%40b/</d:href>' +
					'<d:propstat><d:prop><d:displayname>007</d:displayname></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat>' +
					'<d:propstat><d:status>HTTP/1.1 404 Not Found</d:status><d:prop><d:owner>x</d:owner></d:prop></d:propstat>' +
					'</d:response>',
			),
		);
		expect(member).toMatchObject({ href: 'https://dav.example.com/anna/a%40b/', status: null });
		expect(member && textOf(member, NAMES.displayName)).toBe('007');
		expect(member?.props.has(NAMES.owner)).toBe(false);
		expect(member?.failed).toEqual(new Map([[NAMES.owner, 404]]));
	});

	it('gives a shared status to each of several hrefs', () => {
		const inside =
			'<d:response><d:href>/a</d:href><d:href>/b</d:href><d:status>HTTP/1.1 403 Forbidden</d:status></d:response>';
		expect(read(multistatus(inside)).map(({ status }) => status)).toEqual([403, 403]);
	});

	it('does not take an element of another namespace for a property or member', () => {
		const inside =
			'<x:response xmlns:x="urn:x"><d:href>/a</d:href></x:response>' +
			found('/b', '<cs:calendar-data>no</cs:calendar-data><d:href>/no</d:href>');
		const [member, ...others] = read(multistatus(inside));
		expect(others).toEqual([]);
		expect(member?.props.has(NAMES.calendarData)).toBe(false);
	});

	it('finds all hrefs of a property', () => {
		const homes =
			'<c:calendar-home-set><d:href>/a/</d:href><d:href> /b/ </d:href><d:href/></c:calendar-home-set>';
		const [member] = read(multistatus(found('/', homes)));
		expect(member && hrefsOf(member, NAMES.calendarHomeSet)).toEqual(['/a/', '/b/']);
	});

	it.each(['text/xml', 'application/xml; charset="utf-8"', 'APPLICATION/XML', 'application/dav+xml'])(
		'accepts %s',
		(type) => {
			expect(read(typed(type))).toEqual([]);
		},
	);

	it.each([
		['a login page', LOGIN_PAGE, /answered 200 with an HTML page instead of 207/],
		['a page without a type', aResponse({ body: '<html>Sign in</html>' }), /HTML page instead of 207/],
		['200 with XML', { ...multistatus(''), status: 200 }, /instead of 207/],
		['204', aResponse({ status: 204 }), /204 with nothing instead of 207/],
		['a redirect', aResponse({ status: 302 }), /instead of 207/],
		['HTML as 207', typed('text/html'), /HTML page instead of XML/],
		['no type', typed(''), /instead of XML/],
		['text that mentions xml', typed('text/plain; x=+xml'), /instead of XML/],
		['an empty body', { ...multistatus(''), body: '' }, /damaged or cut off/],
		['a body cut off', { ...multistatus(''), body: '<d:multistatus xmlns:d="DAV:">' }, /damaged or cut off/],
		['another root', { ...multistatus(''), body: '<multistatus/>' }, /no multistatus/],
		['a member without href', multistatus('<d:response/>'), /damaged/],
		[
			'a list cut short',
			multistatus('<d:response><d:href>/</d:href><d:status>HTTP/1.1 507 No</d:status></d:response>'),
			/only a part/,
		],
	])('concludes nothing from %s', (_name, response, message) => {
		const error = { kind: 'invalid_response', message: expect.stringMatching(message) };
		expect(() => read(response)).toThrow(expect.objectContaining(error));
		expect(() => read(response)).toThrow(
			/dav\.example\.com\/anna\/\).*Check the server URL.*Nothing was deleted\./,
		);
	});

	it.each([
		[401, 'auth'],
		[403, 'permission'],
		[404, 'not_found'],
		[507, 'capacity'],
		[503, 'server'],
	])('gives %i the kind %s', (status, kind) => {
		expect(() => read(aResponse({ status }))).toThrow(expect.objectContaining({ kind, status }));
	});
});
