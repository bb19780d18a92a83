/** Makes recorded changes over HTTP alone, as somebody does who has the stand-in's address and key. */
import type { Answer, Call, Change } from './changeTable';
import type { Json } from './standInForTests';

export interface Reply {
	readonly status: number;
	readonly json: Json;
}

/** Knows an address and what that address tells. */
export interface Outside {
	act(action: string, body?: unknown): Promise<Reply>;
	read(name: string): Promise<Json>;
	call(call: Call): Promise<Reply>;
	/** What a GET answers now, next to what is expected of it. */
	compare(answer: Answer): Promise<{ readonly told: unknown; readonly expected: unknown }>;
}

async function request(url: string, init: RequestInit): Promise<Reply> {
	const response = await fetch(url, init);
	const text = await response.text();
	return { status: response.status, json: text === '' ? null : JSON.parse(text) };
}

/** The ids that braces stand for, as the stand-in itself tells them. */
function idsIn(state: Json): Map<string, string> {
	const ids = new Map<string, string>();
	for (const { first_name, id } of state.users) ids.set(first_name, id);
	for (const { identifier, id, items, states, labels } of state.projects) {
		ids.set(identifier, id);
		for (const item of items) ids.set(item.key, item.id);
		if (identifier !== 'WEB') continue;
		for (const row of [...states, ...labels]) ids.set(row.name, row.id);
	}
	return ids;
}

const BRACES = /\{([^{}]+)\}/g;

/** A value with every name in braces replaced by its id. */
function filled(value: unknown, ids: ReadonlyMap<string, string>): unknown {
	if (typeof value === 'string') return value.replace(BRACES, (all, name: string) => ids.get(name) ?? all);
	if (Array.isArray(value)) return value.map((one) => filled(one, ids));
	if (typeof value !== 'object' || value?.constructor !== Object) return value;
	return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filled(one, ids)]));
}

/** The id of what an answer is about: the last of several. */
function idOf(json: Json): string | undefined {
	if (typeof json === 'string') return json;
	if (Array.isArray(json)) return idOf(json.at(-1));
	return json?.id;
}

/** @param url of the stand-in. */
export async function stepOutside(url: string): Promise<Outside> {
	const read = async (name: string): Promise<Json> => (await request(`${url}/_sandbox/${name}`, {})).json;
	const state = await read('state');
	const ids = idsIn(state);
	const fill = (value: unknown): unknown => filled(value, ids);
	const keyOf = (name = 'Ada'): string => state.users.find((user: Json) => user.first_name === name)?.apiKey;
	const act = (action: string, body: unknown = {}): Promise<Reply> =>
		request(`${url}/_sandbox/${action}`, { method: 'POST', body: JSON.stringify(fill(body)) });
	const ask = ({ method, path, body, as }: Exclude<Call, { action: string }>): Promise<Reply> =>
		request(`${url}/api/v1/workspaces/acme/${String(fill(path))}`, {
			method,
			headers: { 'X-API-Key': keyOf(as) },
			...(body ? { body: JSON.stringify(fill(body)) } : {}),
		});
	return {
		act,
		read,
		call: async (call) => {
			const reply = await ('action' in call ? act(call.action, call.body) : ask(call));
			const id = reply.status < 400 ? idOf(reply.json) : undefined;
			if (id !== undefined) ids.set('it', id);
			return reply;
		},
		compare: async ({ shows, status: expected, ...about }) => {
			const { status, json } = await ask({ method: 'GET', ...about });
			return {
				told: { path: about.path, status, ...(shows ? { json } : {}) },
				expected: { path: about.path, status: expected, ...(shows ? { json: fill(shows) } : {}) },
			};
		},
	};
}

/** Prepares a change and tells when what that sent is over. */
export async function prepare(outside: Outside, { prepare: calls = [] }: Change): Promise<void> {
	for (const call of calls) expectTaken(call, await outside.call(call), false);
	await outside.act('drain');
}

/** A silence counts only if the request behind it was taken, or refused where Plane refused it. */
export function expectTaken(call: Call, { status, json }: Reply, refused: boolean): void {
	const what = 'action' in call ? call.action : `${call.method} ${call.path}`;
	const told = `${what}: ${status} ${JSON.stringify(json)}`;
	expect(told).toMatch(refused ? /: 4\d\d / : /: 20\d /);
}
