import { checkServer } from '../../../core/caldav/checkServer';
import type { Send } from '../../../core/http/types';
import { TransportError } from '../../../core/errors';
import { aContext, aResponse, found, multistatus } from '../../support/dav';

const HOME = '/cal/ada/';
const URL_ENTERED = 'https://dav.example.com/cal/ada/';

interface Answers {
	readonly options?: Readonly<Record<string, Readonly<Record<string, string>>>>;
	readonly calendars?: string;
}

const calendar = (name: string, properties = '') =>
	found(
		`${HOME}${name}/`,
		`<d:resourcetype><d:collection/><c:calendar/></d:resourcetype><d:displayname>${name}</d:displayname>${properties}`,
	);

/** A server of one home, which answers OPTIONS by path. */
const serverOf =
	({ options = {}, calendars = calendar('work') }: Answers): Send =>
	async ({ method, url, headers }) => {
		const { pathname } = new URL(url);
		if (method === 'OPTIONS') {
			const answer = options[pathname];
			return await Promise.resolve(
				answer === undefined ? aResponse({ status: 404 }) : aResponse({ headers: answer }),
			);
		}
		if (pathname === '/p/ada/')
			return multistatus(found('/p/ada/', '<d:displayname>Ada Lovelace</d:displayname>'));
		if (headers['depth'] === '1') return multistatus(calendars);
		const home = `<d:current-user-principal><d:href>/p/ada/</d:href></d:current-user-principal><c:calendar-home-set><d:href>${HOME}</d:href></c:calendar-home-set>`;
		return multistatus(found(HOME, home));
	};

const check = async (answers: Answers, serverUrl = URL_ENTERED) =>
	await checkServer(aContext(serverOf(answers), serverUrl));

describe('checkServer', () => {
	it('reads classes, methods and product, and counts calendars by what may be done with them', async () => {
		const readOnly =
			'<d:current-user-privilege-set><d:privilege><d:read/></d:privilege></d:current-user-privilege-set><d:owner><d:href>/p/bob/</d:href></d:owner>';
		const tasks =
			'<c:supported-calendar-component-set><c:comp name="VTODO"/></c:supported-calendar-component-set>';
		const connection = await check({
			options: {
				[HOME]: {
					dav: '1, 3, extended-mkcol, calendar-access, calendar-auto-schedule',
					allow: 'OPTIONS, PROPFIND, mkcalendar',
					server: 'Cyrus 3.6',
				},
			},
			calendars: `${calendar('work', '<d:sync-token>t</d:sync-token>')}${calendar('shared', readOnly)}${calendar('tasks', tasks)}`,
		});

		expect(connection).toMatchObject({
			ok: true,
			account: { name: 'Ada Lovelace', principal: 'https://dav.example.com/p/ada/' },
			calendars: { total: 3, take_events: 2, writable: 2, shared: 1 },
			product: 'Cyrus 3.6',
			can: {
				calendar_access: true,
				create_calendars: true,
				extended_mkcol: true,
				sync_collection: true,
				auto_schedule: true,
			},
		});
	});

	it('asks for a free address where the home itself does not name MKCALENDAR, as sabre does', async () => {
		const allow = 'OPTIONS, PROPFIND';
		const connection = await check({
			options: { [HOME]: { allow }, [`${HOME}calendar-to-be/`]: { allow: `${allow}, MKCALENDAR` } },
		});

		expect(connection.can?.create_calendars).toBe(true);
	});

	it('warns where calendars cannot be created and says what to do instead', async () => {
		const connection = await check({ options: { [HOME]: { allow: 'OPTIONS, PROPFIND' } } });

		expect(connection.can?.create_calendars).toBe(false);
		expect(connection.warnings).toEqual([expect.stringContaining('Use an Existing Calendar')]);
	});

	it.each([
		['http://dav.example.com/', 1],
		['http://127.0.0.1:5232/', 0],
		['https://dav.example.com/', 0],
	])('warns of a password sent readable to %s: %d', async (serverUrl, warnings) => {
		const options = { [HOME]: { allow: 'MKCALENDAR' } };

		expect((await check({ options }, serverUrl)).warnings).toHaveLength(warnings);
	});

	it('leaves unknown what a server without OPTIONS does not say', async () => {
		expect(await check({})).toMatchObject({ ok: true, can: null, product: null, dav_classes: [] });
	});

	it('answers with the failure, its kind and what to do, and never with a password', async () => {
		const context = aContext(async () => {
			throw new TransportError('Nobody there. Check the address.', { kind: 'network' });
		}, 'https://ada:secret@dav.example.com/x?y');

		expect(await checkServer(context)).toMatchObject({
			ok: false,
			latency_ms: null,
			server_url: 'https://dav.example.com/x',
			calendars: null,
			failure: { kind: 'network', message: expect.stringContaining('Check the address') },
		});
	});

	it('does not answer from memory', async () => {
		const context = aContext(serverOf({}), URL_ENTERED);
		await checkServer(context);
		const away = { ...context, send: async () => await Promise.resolve(aResponse({ status: 503 })) };

		expect(await checkServer(away)).toMatchObject({ ok: false, failure: { kind: 'server', status: 503 } });
	});
});
