/** The real CalDAV servers of the contract tests, one process per test file and server. */
import type { CalDavContext } from '../../core/caldav/types';
import type { Send } from '../../core/http/types';
import {
	type CalendarServer,
	type CalendarServerOptions,
	startRadicale,
	startXandikos,
} from '../../scripts/lib/calendarServers';
import { createNodeSend } from '../../scripts/lib/nodeSend';
import { aContext } from './dav';

export interface ServerCase {
	readonly name: string;
	readonly start: (options?: CalendarServerOptions) => Promise<CalendarServer>;
	/** Path of the calendar home of the first user. */
	readonly home: string;
}

export const SERVERS: readonly ServerCase[] = [
	{ name: 'Radicale 3.9.0', start: startRadicale, home: '/anna/' },
	{ name: 'Xandikos 0.4.10', start: startXandikos, home: '/anna/calendars/' },
];

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
	afterAll(async () => await server?.stop());

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
