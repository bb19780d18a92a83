/** What Radicale and Xandikos do not do; the rest of discovery runs against them in test/contract. */
import { discoverCalendars, refreshCalendars } from '../../../core/caldav/discovery';
import type { HttpRequest, HttpResponse } from '../../../core/http/types';
import { aContext, aResponse, found, LOGIN_PAGE, method, multistatus, recording } from '../../support/dav';

const ROOT = 'https://dav.example.com/';
const CALENDAR = '<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>';
const principal = (href: string): string =>
	`<d:current-user-principal><d:href>${href}</d:href></d:current-user-principal>`;
const homes = (...hrefs: readonly string[]): string =>
	`<c:calendar-home-set>${hrefs.map((href) => `<d:href>${href}</d:href>`).join('')}</c:calendar-home-set>`;

/** A server by path: depth 0 and 1 answers. */
type Site = Readonly<Record<string, HttpResponse>>;
const serve = (site: Site) => (request: HttpRequest) => {
	const { pathname } = new URL(request.url);
	const key = `${request.headers['depth'] ?? ''} ${pathname}`;
	return Promise.resolve(site[key] ?? site[pathname] ?? aResponse({ status: 404 }));
};
const discover = (site: Site, serverUrl = ROOT) => discoverCalendars(aContext(serve(site), serverUrl));

const withCalendars = (...members: readonly string[]): Site => ({
	'0 /': multistatus(found('/', principal('/me/'))),
	'0 /me/': multistatus(found('/me/', homes('/home/'))),
	'1 /home/': multistatus(members.join('')),
});

describe('discoverCalendars', () => {
	it('rule 11: searches every home and leaves out one that may not be read', async () => {
		const site: Site = {
			'0 /': multistatus(found('/', principal('/me/'))),
			'0 /me/': multistatus(found('/me/', homes('/a/', '/b/', '/secret/', '/a'))),
			'1 /a/': multistatus(found('/a/1/', CALENDAR)),
			'1 /b/': multistatus(found('/b/2/', CALENDAR)),
			'1 /secret/': aResponse({ status: 403 }),
		};
		const { homeUrls, calendars } = await discover(site);
		expect(homeUrls.map((url) => new URL(url).pathname)).toEqual(['/a/', '/b/', '/secret/']);
		expect(calendars.map(({ slug }) => slug)).toEqual(['1', '2']);
	});

	it('fails where one of several homes fails, instead of taking its calendars for absent', async () => {
		const site: Site = {
			'0 /': multistatus(found('/', homes('/a/', '/b/'))),
			'1 /a/': multistatus(found('/a/1/', CALENDAR)),
			'1 /b/': aResponse({ status: 503 }),
		};
		await expect(discover(site)).rejects.toMatchObject({ kind: 'server' });
	});

	it('takes only what is exactly a calendar', async () => {
		const proxy =
			'<d:resourcetype><d:collection/><cs:calendar/><d:calendar/><c:calendar-proxy-write/></d:resourcetype>';
		const { calendars } = await discover(
			withCalendars(found('/home/p/', proxy), found('/home/c/', CALENDAR)),
		);
		expect(calendars.map(({ slug }) => slug)).toEqual(['c']);
	});

	it('asks for a sync-token only where calendars are (the root of DAViCal 1.1.12 answers it with 500)', async () => {
		const { send, requests } = recording(serve(withCalendars(found('/home/c/', CALENDAR))));
		await discoverCalendars(aContext(send, ROOT));
		expect(requests.map(({ body }) => body?.includes('sync-token'))).toEqual([false, false, true]);
	});

	it('reads names and descriptions that DAViCal 1.1.12 escapes once more', async () => {
		const texts = '<d:displayname>A &amp;amp; B</d:displayname>';
		const description = '<c:calendar-description>&amp;lt;C&amp;gt;</c:calendar-description>';
		const site = withCalendars(found('/home/c/', `${CALENDAR}${texts}${description}`));
		const [as] = (await discover(site)).calendars;
		expect(as).toMatchObject({ name: 'A &amp; B', description: '&lt;C&gt;' });
		const header = { 'x-davical-version': 'DAViCal/1.1.12; DB/1.3.5' };
		const sent = async (request: HttpRequest): Promise<HttpResponse> => {
			const answer = await serve(site)(request);
			return { ...answer, headers: { ...answer.headers, ...header } };
		};
		const [read] = (await discoverCalendars(aContext(sent, ROOT))).calendars;
		expect(read).toMatchObject({ name: 'A & B', description: '<C>' });
	});

	it('reads a name in surrogate references, as SOGo sends it', async () => {
		const name = '<d:displayname>Zo&#235; &#55357;&#56960; R&amp;D</d:displayname>';
		const { calendars } = await discover(withCalendars(found('/home/c/', CALENDAR + name)));
		expect(calendars[0]?.name).toBe('Zoë 🚀 R&D');
	});

	it.each([
		[
			'only tasks',
			'<c:supported-calendar-component-set><c:comp name="VTODO"/></c:supported-calendar-component-set>',
			{ takesEvents: false },
		],
		['no statement about components', '', { takesEvents: true, writable: true, foreign: false }],
		[
			'the right to read',
			'<d:current-user-privilege-set><d:privilege><d:read/></d:privilege></d:current-user-privilege-set>',
			{ writable: false },
		],
		[
			'the right to write content',
			'<d:current-user-privilege-set><d:privilege><d:write-content/></d:privilege></d:current-user-privilege-set>',
			{ writable: true },
		],
		['another owner', '<d:owner><d:href>/somebody/</d:href></d:owner>', { foreign: true }],
		['us as owner', '<d:owner><d:href>https://internal/me</d:href></d:owner>', { foreign: false }],
		['an unknown owner', '<d:owner/>', { foreign: false }],
	])('judges a calendar with %s', async (_name, properties, judged) => {
		const { calendars } = await discover(withCalendars(found('/home/c/', CALENDAR + properties)));
		expect(calendars[0]).toMatchObject(judged);
	});

	it('rule 10: uses a single calendar where the server names no principal', async () => {
		const { homeUrls, calendars } = await discover(
			{ '0 /cal/': multistatus(found('/cal/', CALENDAR)) },
			`${ROOT}cal/`,
		);
		expect(homeUrls).toEqual([]);
		expect(calendars.map(({ url }) => url)).toEqual([`${ROOT}cal/`]);
	});

	it("uses an entered home that is not among the account's own", async () => {
		const collection = '<d:resourcetype><d:collection/></d:resourcetype>';
		const site = {
			...withCalendars(found('/home/mine/', CALENDAR)),
			'0 /team/': multistatus(found('/team/', collection + principal('/me/'))),
			'1 /team/': multistatus(found('/team/', collection) + found('/team/c/', CALENDAR)),
		};
		expect((await discover(site, `${ROOT}team/`)).homeUrls).toEqual([`${ROOT}team/`]);
	});

	it('follows the well-known address where the entered one is a web page', async () => {
		const site: Site = {
			'0 /': LOGIN_PAGE,
			'0 /.well-known/caldav': aResponse({ status: 301, headers: { location: '/dav/' } }),
			'0 /dav/': multistatus(found('/dav/', homes('/home/'))),
			'1 /home/': multistatus(found('/home/c/', CALENDAR)),
		};
		expect((await discover(site)).calendars).toHaveLength(1);
	});

	it.each([
		[
			'a redirect',
			{
				'/.well-known/caldav': aResponse({ status: 301, headers: { location: 'https://p42.example.net/x' } }),
			},
		],
		['the home set', { '0 /': multistatus(found('/', homes('https://p42.example.net/x'))) }],
	])('names the other server that %s points to and sends nothing there', async (_name, site: Site) => {
		const { send, requests } = recording(serve(site));
		const search = discoverCalendars(aContext(send, ROOT));
		await expect(search).rejects.toMatchObject({ kind: 'permission' });
		await expect(search).rejects.toThrow(/https:\/\/p42\.example\.net\/x.*enter its address as server URL/);
		expect(requests.every(({ url }) => url.startsWith(ROOT))).toBe(true);
	});

	it.each([
		['a web page', { '0 /': LOGIN_PAGE }, 'invalid_response', /HTML page instead of 207/],
		['nothing', {}, 'not_found', /404/],
		[
			'WebDAV without calendars',
			{ '0 /': multistatus(found('/', '')) },
			'not_found',
			/no calendars were found/,
		],
	])('tells that it found %s', async (_name, site: Site, kind, message) => {
		const error = { kind, message: expect.stringMatching(message) };
		await expect(discover(site)).rejects.toMatchObject(error);
	});

	it.each([
		[401, 'auth'],
		[503, 'server'],
		[429, 'rate_limited'],
	])('does not try other addresses after a %i', async (status, kind) => {
		const { send, requests } = recording(serve({ '0 /': aResponse({ status }) }));
		await expect(discoverCalendars(aContext(send, ROOT))).rejects.toMatchObject({ kind });
		expect(requests.filter(method('PROPFIND'))).toHaveLength(1);
	});

	it('holds no password in its messages', async () => {
		const search = discover({}, 'https://anna:secret@dav.example.com/');
		await expect(search).rejects.not.toThrow(/secret/);
	});
});

describe('refreshCalendars', () => {
	const withTag = (tag: string) => `${CALENDAR}<cs:getctag>${tag}</cs:getctag>`;

	it('reads once what was never read', async () => {
		const { send, requests } = recording(serve(withCalendars(found('/home/c/', withTag('1')))));
		const { calendars } = await refreshCalendars(aContext(send, ROOT));

		expect(calendars.map(({ ctag }) => ctag)).toEqual(['1']);
		expect(requests).toHaveLength(3);
	});

	it('does not show an old change tag of a calendar that lies elsewhere', async () => {
		const site: Site = {
			'0 /shared/c/': multistatus(found('/shared/c/', `${withTag('1')}${homes('/home/')}`)),
			'1 /home/': multistatus(found('/home/d/', withTag('1'))),
		};
		const context = aContext(serve(site), `${ROOT}shared/c/`);
		const before = await discoverCalendars(context);
		const after = await refreshCalendars(context);

		const known = (calendars: typeof before.calendars) =>
			calendars.map(({ slug, changeTag }) => [slug, changeTag !== null]).sort();
		expect(known(before.calendars)).toEqual([
			['c', true],
			['d', true],
		]);
		expect(known(after.calendars)).toEqual([
			['c', false],
			['d', true],
		]);
	});
});
