/** What an API route answers, and the bodies Plane CE 1.3.1 uses for everything that goes wrong. */
import type { PythonObject, PythonValue } from './pythonJson';

export interface Answer {
	readonly status: number;
	/** Null for an empty body. */
	readonly body: PythonValue;
	readonly headers?: Readonly<Record<string, string>>;
}

const answer = (status: number, body: PythonValue): Answer => ({ status, body });

export const ok = (body: PythonValue): Answer => answer(200, body);
export const created = (body: PythonValue): Answer => answer(201, body);
export const noContent: Answer = answer(204, null);

export const invalid = (body: PythonObject): Answer => answer(400, body);
/** Before a key is known no session was looked at, so the answer does not vary with a cookie. */
const unknownCaller = (status: number, detail: string): Answer => ({
	status,
	body: { detail },
	headers: { vary: 'origin' },
});

export const notAuthenticated = unknownCaller(401, 'Authentication credentials were not provided.');
export const badKey = unknownCaller(403, 'Given API token is not valid');
export const forbidden = answer(403, { detail: 'You do not have permission to perform this action.' });
export const missing = answer(404, { error: 'The requested resource does not exist.' });
export const methodNotAllowed = (method: string): Answer =>
	answer(405, { detail: `Method "${method}" not allowed.` });
export const conflict = (body: PythonObject): Answer => answer(409, body);
export const crash = answer(500, { error: 'Something went wrong please try again later' });

export const rateLimited = (retryAfterSeconds: number): Answer => ({
	status: 429,
	body: { error_code: 5900, error_message: 'RATE_LIMIT_EXCEEDED' },
	headers: { 'retry-after': String(retryAfterSeconds) },
});

/** What an unknown route answers: not Django REST's renderer, hence the space. */
export const PAGE_NOT_FOUND = '{"error": "Page not found."}';
