/** A logged-in conversation with n8n's REST API: keeps the cookie, unwraps `data`, turns refusals into errors. */

const REQUEST_TIMEOUT_MS = 60_000;
const AUTHENTICATION_COOKIE = 'n8n-auth';

export interface Session {
	/** Sends a request and resolves with the `data` of the answer, or the whole answer where it has none. */
	readonly request: (method: string, path: string, body?: object) => Promise<unknown>;
}

/** n8n refused a request; the message holds its reason. */
export class N8nRefusal extends Error {
	override readonly name = 'N8nRefusal';

	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}

function parseBody(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

function reasonIn(body: unknown): string {
	if (isRecord(body) && typeof body.message === 'string') return body.message;
	return typeof body === 'string' ? body.slice(0, 200) : JSON.stringify(body).slice(0, 200);
}

/** @param url address of n8n without a slash at its end. */
export function createSession(url: string): Session {
	let cookie = '';

	const request = async (method: string, path: string, body?: object): Promise<unknown> => {
		const response = await fetch(`${url}${path}`, {
			method,
			headers: {
				...(cookie === '' ? {} : { cookie }),
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
			},
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
			signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
		});
		const renewed = response.headers
			.getSetCookie()
			.find((header) => header.startsWith(`${AUTHENTICATION_COOKIE}=`));
		if (renewed !== undefined) cookie = renewed.split(';', 1)[0] ?? '';

		const answer = parseBody(await response.text());
		if (!response.ok) {
			throw new N8nRefusal(
				response.status,
				`n8n answered ${response.status} to ${method} ${path}: ${reasonIn(answer)}`,
			);
		}
		return isRecord(answer) && 'data' in answer ? answer.data : answer;
	};

	return { request };
}
