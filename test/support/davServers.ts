/** The real CalDAV servers of the contract tests, one process per test file and server. */
import type { CalDavContext } from '../../core/caldav/types';
import type { Send } from '../../core/http/types';
import {
	type CalendarServer,
	type CalendarServerOptions,
	startRadicale,
	startXandikos,
} from '../../scripts/lib/calendarServers';
import { startCyrus } from '../../scripts/lib/servers/cyrus';
import { startDavical } from '../../scripts/lib/servers/davical';
import { debianServersAreThere, whyNoDebianServers } from '../../scripts/lib/setup/debian';
import { createNodeSend } from '../../scripts/lib/nodeSend';
import { aContext } from './dav';

export interface ServerCase {
	readonly name: string;
	readonly start: (options?: CalendarServerOptions) => Promise<CalendarServer>;
	/** Path of the calendar home of the first user. */
	readonly home: string;
	/** Path of the principal of the first user. */
	readonly principal: string;
	/** Requests that discovery needs from each kind of address. */
	readonly discovery: {
		readonly server: number;
		readonly wellKnown: number;
		readonly principal: number;
		readonly home: number;
		readonly calendar: number;
	};
	readonly quirks: Quirks;
}

/** What a server does differently from the others. The tests assert each value, so a repaired server shows. */
export interface Quirks {
	/** False: the whole account may hold a UID once. */
	readonly sameUidInTwoCalendars: boolean;
	/** False: one calendar takes two objects with the same UID. */
	readonly refusesSecondUid: boolean;
	/** Kind of failure that text which is no calendar object ends in. */
	readonly badData: 'invalid_data' | 'conflict';
	/** True: whoever accepted a meeting is asked again when its date changes. */
	readonly asksAttendeesAgain: boolean;
	/** False: everybody is let in. */
	readonly checksPasswords: boolean;
	/** First and last year of events it takes; others are a 500. */
	readonly years: readonly [first: number, last: number];
}

const USUAL: Quirks = {
	sameUidInTwoCalendars: true,
	refusesSecondUid: true,
	badData: 'invalid_data',
	asksAttendeesAgain: false,
	checksPasswords: true,
	years: [1, 9998],
};

const FROM_PYTHON: readonly ServerCase[] = [
	{
		name: 'Radicale 3.9.0',
		start: startRadicale,
		home: '/anna/',
		principal: '/anna/',
		discovery: { server: 3, wellKnown: 4, principal: 2, home: 2, calendar: 3 },
		quirks: USUAL,
	},
	{
		name: 'Xandikos 0.4.10',
		start: startXandikos,
		home: '/anna/calendars/',
		principal: '/anna/',
		discovery: { server: 3, wellKnown: 4, principal: 2, home: 3, calendar: 3 },
		quirks: { ...USUAL, checksPasswords: false },
	},
];

const FROM_DEBIAN: readonly ServerCase[] = [
	{
		name: 'Cyrus 3.6.1',
		start: startCyrus,
		home: '/dav/calendars/user/anna/',
		principal: '/dav/principals/user/anna/',
		discovery: { server: 3, wellKnown: 4, principal: 2, home: 3, calendar: 3 },
		// 403 with unique-scheduling-object-resource and the href that has the UID.
		quirks: { ...USUAL, sameUidInTwoCalendars: false },
	},
	{
		name: 'DAViCal 1.1.12',
		start: startDavical,
		home: '/caldav.php/anna/',
		principal: '/caldav.php/anna/',
		// Every address answers with the home at once.
		discovery: { server: 2, wellKnown: 3, principal: 2, home: 2, calendar: 2 },
		// 412 "No calendar content", which cannot be told from a version that changed.
		quirks: {
			...USUAL,
			refusesSecondUid: false,
			badData: 'conflict',
			asksAttendeesAgain: true,
			years: [1900, 2099],
		},
	},
];

const hasDebian = Boolean(process.env.TEST_FULL) && whyNoDebianServers() === null && debianServersAreThere();

/** Cyrus and DAViCal only in full runs, and only where they can be run. */
export const SERVERS: readonly ServerCase[] = hasDebian ? [...FROM_PYTHON, ...FROM_DEBIAN] : FROM_PYTHON;

const START_TIMEOUT_MS = 60_000;

export interface RunningServer {
	readonly url: () => string;
	/** The plain sender, without anything in between. */
	readonly send: Send;
	/** A context with an empty cache. */
	readonly context: (changes?: { readonly send?: Send; readonly serverUrl?: string }) => CalDavContext;
}

/** Starts the server before the tests of the describe block and stops it after them. */
export function useServer({ start }: ServerCase): RunningServer {
	let server: CalendarServer | null = null;
	let plain: Send | null = null;
	beforeAll(async () => {
		server = await start();
		plain = createNodeSend(server);
	}, START_TIMEOUT_MS);
	afterAll(async () => await server?.stop(), START_TIMEOUT_MS);

	const url = (): string => {
		if (server === null) throw new Error('The server does not run yet.');
		return server.url;
	};
	const send: Send = async (request) => {
		if (plain === null) throw new Error('The server does not run yet.');
		return await plain(request);
	};
	return {
		url,
		send,
		context: (changes = {}) => aContext(changes.send ?? send, changes.serverUrl ?? url()),
	};
}
