/**
 * Answers Digest challenges (RFC 7616) and remembers the nonce, so that only the first request is sent twice.
 * Which answer is right is decided in `digest.ts`.
 */
import { DavError } from '../errors';
import {
	asksForBasic,
	digestAuthorization,
	type DigestChallenge,
	type Login,
	parseDigestChallenge,
} from './digest';
import type { HttpRequest, Send } from './types';

/** What is remembered for one credential: the challenge that worked last and how often it was answered. */
export interface DigestMemory {
	challenge: DigestChallenge | null;
	count: number;
}

export const createDigestMemory = (): DigestMemory => ({ challenge: null, count: 0 });

export interface DigestOptions {
	readonly login: Login;
	readonly memory: DigestMemory;
	/** Sends while no challenge is known; without a password where it must not leave n8n readable. */
	readonly first: Send;
	/** A text nobody can guess: letters and digits. */
	readonly randomText: () => string;
}

/**
 * A `send` that answers Digest challenges. A password is proved at most once per nonce the server just gave, so
 * a wrong one counts once; where the server takes Basic too, a refusal is final, for Basic was tried.
 *
 * @param bare sends without any password of its own.
 */
export function withDigest(bare: Send, { login, memory, first, randomText }: DigestOptions): Send {
	const answer = async (request: HttpRequest, challenge: DigestChallenge, count: number) => {
		const counter = { request, count, clientNonce: randomText() };
		const authorization = digestAuthorization(challenge, login, counter);
		return await bare({ ...request, headers: { ...request.headers, authorization } });
	};
	return async (request) => {
		const known = memory.challenge;
		const response = known === null ? await first(request) : await answer(request, known, ++memory.count);
		if (response.status !== 401) return response;
		// The server may have forgotten the nonce; if not, the password was changed meanwhile.
		if (memory.challenge === known) memory.challenge = null;
		const asked = response.headers['www-authenticate'] ?? '';
		const challenge = parseDigestChallenge(asked);
		if (challenge === null && first === bare && known === null) throw notOffered(asked);
		if (challenge === null || (first !== bare && known === null && asksForBasic(asked))) return response;
		const answered = await answer(request, challenge, 1);
		if (answered.status !== 401) {
			memory.challenge = challenge;
			memory.count = 1;
		}
		return answered;
	};
}

/** The password was not even looked at, so it must not be called wrong. */
function notOffered(asked: string): DavError {
	const offered = /^[\w-]+/.exec(asked.trim())?.[0] ?? 'nothing';
	return new DavError(
		`The calendar server does not offer Digest in a form known here, but ${offered}. Choose "Automatic" as ` +
			'Authentication in the CalDAV credential.',
		{ kind: 'auth', status: 401 },
	);
}
