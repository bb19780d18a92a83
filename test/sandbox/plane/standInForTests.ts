/** Starts a stand-in whose dates are fixed and which is stopped after the test, and asks it as a client does. */
import { startStandIn } from '../../../sandbox/plane/server';
import type { RunningStandIn, StandInOptions } from '../../../sandbox/plane/standIn';

export const TODAY = '2026-11-22';
export const NOBODY = '11111111-2222-4333-8444-555555555555';

/** Whatever JSON.parse gives. */
export type Json = ReturnType<typeof JSON.parse>;

export interface ApiReply {
	readonly status: number;
	readonly headers: Headers;
	readonly text: string;
	/** The parsed body; undefined where it is not JSON. */
	readonly json: Json;
}

export interface Asking {
	readonly method?: string;
	readonly body?: unknown;
	/** Null sends no key. */
	readonly key?: string | null;
}

export interface TestStandIn extends RunningStandIn {
	/** @param path behind `/api/v1`. */
	ask(path: string, asking?: Asking): Promise<ApiReply>;
	/** Path of a project, by identifier, below `/api/v1`. */
	pathOf(identifier: string): string;
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

async function fetchReply(url: string, { method = 'GET', body, key }: Asking): Promise<ApiReply> {
	const response = await fetch(url, {
		method,
		redirect: 'manual',
		headers: { 'Content-Type': 'application/json', ...(typeof key === 'string' ? { 'X-API-Key': key } : {}) },
		...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
	});
	const text = await response.text();
	return { status: response.status, headers: response.headers, text, json: parsed(text) };
}

/** Without a rate limit and without the second bump, unless told otherwise. */
export async function startForTest(options: StandInOptions = {}): Promise<TestStandIn> {
	const running = await startStandIn({ today: TODAY, rateLimit: null, secondBumpMs: null, ...options });
	return {
		...running,
		ask: (path, asking = {}) => fetchReply(running.apiUrl + path, { key: running.apiKey, ...asking }),
		pathOf: (identifier) => {
			const id = identifier === 'NOPE' ? NOBODY : running.control.project(identifier).id;
			return `/workspaces/${running.workspaceSlug}/projects/${id}`;
		},
	};
}
