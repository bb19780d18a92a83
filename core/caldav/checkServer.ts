/**
 * Whether a CalDAV server can be reached with a credential, whose account it is and what the server can do. It
 * changes nothing and throws for nothing that the server or the network does.
 */
import { DomainError, type Failure, toFailure } from '../errors';
import type { Send } from '../http/types';
import { addressForMessage, slugOfHref } from '../webdav/href';
import { readMultistatus, textOf } from '../webdav/multistatus';
import { NAMES } from '../webdav/names';
import { sendDav, sendXml } from '../webdav/request';
import { propfindBody } from '../webdav/requestBodies';
import { discoverCalendars } from './discovery';
import type { CalDavContext, Discovery } from './types';

export interface ServerConnection {
	/** Whether calendars of the account were found. */
	readonly ok: boolean;
	/** Milliseconds of the fastest answer, or null without any. */
	readonly latency_ms: number | null;
	readonly server_url: string;
	/** Whose account it is, or null where the server does not say. */
	readonly account: { readonly name: string; readonly principal: string } | null;
	/** Addresses of the collections that hold the calendars. */
	readonly homes: readonly string[];
	/** Null where they could not be counted. */
	readonly calendars: {
		readonly total: number;
		readonly take_events: number;
		readonly writable: number;
		readonly shared: number;
	} | null;
	/** What the server says of itself in `Server`, or null. */
	readonly product: string | null;
	/** Null where the server does not say. */
	readonly can: Capabilities | null;
	/** The classes of its `DAV` header (RFC 4918 §10.1). */
	readonly dav_classes: readonly string[];
	/** What works but may surprise. */
	readonly warnings: readonly string[];
	readonly failure?: Failure;
}

export interface Capabilities {
	/** RFC 4791. */
	readonly calendar_access: boolean;
	/** RFC 4791 §5.3.1; null where the server does not list its methods. */
	readonly create_calendars: boolean | null;
	/** RFC 5689. */
	readonly extended_mkcol: boolean;
	/** RFC 6578; null without a calendar that would show it. */
	readonly sync_collection: boolean | null;
	/** RFC 6638: it sends invitations for events with attendees. */
	readonly auto_schedule: boolean;
}

/** @throws {CancelledError} and nothing else. */
export async function checkServer(context: CalDavContext): Promise<ServerConnection> {
	const { send, latencyMs } = timed(context);
	const measured = { ...context, send };
	// Remembered calendars would hide that the server is away.
	context.cache.discovery = null;
	try {
		const discovery = await discoverCalendars(measured);
		const options = await askOptions(measured, discovery);
		const account = await accountOf(measured, discovery);
		const can = options === null ? null : capabilitiesOf(options, discovery);
		return {
			ok: true,
			latency_ms: latencyMs(),
			server_url: addressForMessage(context.serverUrl),
			account,
			homes: discovery.homeUrls,
			calendars: countsOf(discovery),
			product: options?.product ?? null,
			can,
			dav_classes: options?.classes ?? [],
			warnings: warningsOf(context.serverUrl, discovery, can),
		};
	} catch (error) {
		return { ...notReached(toFailure(error), context.serverUrl), latency_ms: latencyMs() };
	}
}

/** The answer where nothing was found, or nothing could even be asked. */
export const notReached = (failure: Failure, serverUrl: string): ServerConnection => ({
	ok: false,
	latency_ms: null,
	server_url: addressForMessage(serverUrl),
	account: null,
	homes: [],
	calendars: null,
	product: null,
	can: null,
	dav_classes: [],
	warnings: [],
	failure,
});

interface Options {
	readonly classes: readonly string[];
	/** Upper case; empty where the server does not list them. */
	readonly methods: readonly string[];
	readonly product: string | null;
}

/** sabre/dav 4.7.0 names MKCALENDAR only for an address in a home at which nothing is yet. */
async function askOptions(
	context: CalDavContext,
	{ homeUrls, calendars }: Discovery,
): Promise<Options | null> {
	const place = homeUrls[0] ?? calendars[0]?.url;
	if (place === undefined) return null;
	const here = await optionsAt(context, place);
	if (here === null || homeUrls.length === 0 || here.methods.includes('MKCALENDAR')) return here;
	const free = await optionsAt(context, `${place}calendar-to-be/`);
	return { ...here, methods: [...here.methods, ...(free?.methods ?? [])] };
}

async function optionsAt({ send }: CalDavContext, url: string): Promise<Options | null> {
	const { status, headers } = await sendDav(send, { method: 'OPTIONS', url });
	if (status >= 300) return null;
	return {
		classes: listOf(headers['dav']),
		methods: listOf(headers['allow']).map((method) => method.toUpperCase()),
		product: headers['server']?.trim() || null,
	};
}

const listOf = (header = ''): string[] =>
	header
		.split(',')
		.map((part) => part.trim())
		.filter((part) => part !== '');

function capabilitiesOf({ classes, methods }: Options, { calendars }: Discovery): Capabilities {
	const has = (name: string) => classes.some((known) => known.toLowerCase() === name);
	const shown = calendars.length === 0 ? null : calendars.some(({ syncToken }) => syncToken !== null);
	return {
		calendar_access: has('calendar-access'),
		create_calendars: methods.length === 0 ? null : methods.includes('MKCALENDAR'),
		extended_mkcol: has('extended-mkcol'),
		sync_collection: has('sync-collection') || shown,
		auto_schedule: has('calendar-auto-schedule'),
	};
}

/** A name is a courtesy: a server that does not give it is no failure. */
async function accountOf(
	{ send }: CalDavContext,
	{ principalUrl }: Discovery,
): Promise<ServerConnection['account']> {
	if (principalUrl === null) return null;
	const fallback = { name: slugOfHref(principalUrl), principal: principalUrl };
	try {
		const body = propfindBody([NAMES.displayName]);
		const response = await sendXml(send, { method: 'PROPFIND', url: principalUrl, depth: '0', body });
		const [member] = readMultistatus(response, 'reading the name of the account');
		const name = member === undefined ? '' : textOf(member, NAMES.displayName);
		return { ...fallback, ...(name ? { name } : {}) };
	} catch (error) {
		if (!(error instanceof DomainError)) throw error;
		return fallback;
	}
}

function countsOf({ calendars }: Discovery): ServerConnection['calendars'] {
	return {
		total: calendars.length,
		take_events: calendars.filter(({ takesEvents }) => takesEvents).length,
		writable: calendars.filter(({ writable }) => writable).length,
		shared: calendars.filter(({ foreign }) => foreign).length,
	};
}

function warningsOf(
	serverUrl: string,
	{ calendars, homeUrls }: Discovery,
	can: Capabilities | null,
): string[] {
	const { protocol, hostname } = new URL(serverUrl.trim());
	const isOpen = protocol === 'http:' && !/^(localhost|127\..*|\[::1\])$/.test(hostname);
	const mayCreate = homeUrls.length > 0 && can?.create_calendars !== false;
	const hasPlace = calendars.some(({ takesEvents, writable }) => takesEvents && writable);
	return [
		...(isOpen ? ['The address begins with http://: user, password and events can be read on the way.'] : []),
		...(mayCreate
			? []
			: [
					'Calendars cannot be created here: choose one with "Use an Existing Calendar" in Apply and Reconcile.',
				]),
		...(hasPlace || mayCreate ? [] : ['No calendar takes events and may be written to.']),
	];
}

/** Times every answer. */
function timed({ send, now }: CalDavContext): {
	readonly send: Send;
	readonly latencyMs: () => number | null;
} {
	let fastest: number | null = null;
	return {
		send: async (request) => {
			const startedAt = now();
			const response = await send(request);
			fastest = Math.min(now() - startedAt, fastest ?? Infinity);
			return response;
		},
		latencyMs: () => fastest,
	};
}
