/**
 * HTTP Digest (RFC 7616): reads a challenge and writes the answer to it. Pure; when to answer is decided in
 * `withDigest.ts`. n8n's own Digest knows MD5 only, cuts nonces at "=" and sends a wrong password twice.
 */
import { createHash } from 'crypto';
import type { HttpRequest } from './types';

/** The algorithms that can be answered, the best first, with their names in Node. */
const ALGORITHMS: ReadonlyArray<readonly [string, string]> = [
	['SHA-512-256', 'sha512-256'],
	['SHA-256', 'sha256'],
	['MD5', 'md5'],
];

/** One parameter of a challenge, with the scheme where a new challenge begins. */
const PARAMETER =
	/(?:^|,)\s*(?:([\w!#$%&'*+.^`|~-]+)\s+)?([\w*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g;

export interface DigestChallenge {
	/** As sent, without `-sess`; null where the server names none, which means MD5. */
	readonly algorithm: string | null;
	readonly isSession: boolean;
	/** As it stood between the quotes, for the hash and for the answer. */
	readonly realm: string;
	readonly nonce: string;
	readonly opaque: string | null;
	readonly qop: 'auth' | 'auth-int' | null;
	/** The password was not looked at: only the nonce was too old. */
	readonly isStale: boolean;
	/** Whether a user name outside ASCII may be sent as RFC 8187 text. */
	readonly isUtf8: boolean;
}

export interface Login {
	readonly username: string;
	readonly password: string;
}

/** How the answer is made unique: how often the nonce was used, and the client's own nonce. */
export interface DigestCounter {
	/** From 1. */
	readonly count: number;
	readonly clientNonce: string;
}

type Parameters = ReadonlyMap<string, string>;

interface Challenge {
	readonly scheme: string;
	readonly parameters: Parameters;
}

/** The best Digest challenge in a `WWW-Authenticate` header, or null where there is none we can answer. */
export function parseDigestChallenge(header: string): DigestChallenge | null {
	const known = parseChallenges(header)
		.filter(({ scheme }) => scheme === 'digest')
		.flatMap(({ parameters }) => toDigest(parameters) ?? []);
	return known.sort((a, b) => rankOf(a) - rankOf(b))[0] ?? null;
}

/** Whether the header also asks for HTTP Basic. */
export const asksForBasic = (header: string): boolean =>
	parseChallenges(header).some(({ scheme }) => scheme === 'basic');

/** The value of `Authorization` for one request. The body counts only where the server wants `auth-int`. */
export function digestAuthorization(
	challenge: DigestChallenge,
	{ username, password }: Login,
	{ request, count, clientNonce }: DigestCounter & { readonly request: HttpRequest },
): string {
	const { algorithm, isSession, realm, nonce, opaque, qop } = challenge;
	const hash = hasherOf(algorithm);
	const { pathname, search } = new URL(request.url);
	const uri = `${pathname}${search}`;
	const userHash = hash(`${username}:${realm}:${password}`);
	const first = isSession ? hash(`${userHash}:${nonce}:${clientNonce}`) : userHash;
	const entity = qop === 'auth-int' ? `:${hash(request.body ?? '')}` : '';
	const second = hash(`${request.method}:${uri}${entity}`);
	const nonceCount = count.toString(16).padStart(8, '0');
	const middle = qop === null ? '' : `${nonceCount}:${clientNonce}:${qop}:`;
	const parts = [
		userPart(username, challenge),
		`realm="${realm}"`,
		`nonce="${nonce}"`,
		`uri="${uri}"`,
		`response="${hash(`${first}:${nonce}:${middle}${second}`)}"`,
		...(algorithm === null ? [] : [`algorithm=${algorithm}${isSession ? '-sess' : ''}`]),
		...(opaque === null ? [] : [`opaque="${opaque}"`]),
		...(qop === null ? [] : [`qop=${qop}`, `nc=${nonceCount}`]),
		...(qop === null && !isSession ? [] : [`cnonce="${clientNonce}"`]),
	];
	return `Digest ${parts.join(', ')}`;
}

function parseChallenges(header: string): Challenge[] {
	const challenges: Array<{ readonly scheme: string; readonly parameters: Map<string, string> }> = [];
	for (const [, scheme, name = '', quoted, token] of header.matchAll(PARAMETER)) {
		if (scheme !== undefined) challenges.push({ scheme: scheme.toLowerCase(), parameters: new Map() });
		challenges.at(-1)?.parameters.set(name.toLowerCase(), quoted ?? token ?? '');
	}
	return challenges;
}

function toDigest(parameters: Parameters): DigestChallenge | null {
	const nonce = parameters.get('nonce');
	const named = parameters.get('algorithm') ?? null;
	const algorithm = named?.replace(/-sess$/i, '') ?? null;
	const qops =
		parameters
			.get('qop')
			?.toLowerCase()
			.split(/[\s,]+/) ?? null;
	const qop = qops === null ? null : QOPS.find((known) => qops.includes(known));
	if (nonce === undefined || qop === undefined || nodeNameOf(algorithm) === null) return null;
	return {
		algorithm,
		isSession: named !== algorithm,
		realm: parameters.get('realm') ?? '',
		nonce,
		opaque: parameters.get('opaque') ?? null,
		qop,
		isStale: parameters.get('stale')?.toLowerCase() === 'true',
		isUtf8: parameters.get('charset')?.toLowerCase() === 'utf-8',
	};
}

const QOPS = ['auth', 'auth-int'] as const;

const nodeNameOf = (algorithm: string | null): string | null =>
	ALGORITHMS.find(([name]) => name === (algorithm ?? 'MD5').toUpperCase())?.[1] ?? null;

const rankOf = ({ algorithm }: DigestChallenge): number =>
	ALGORITHMS.findIndex(([name]) => name === (algorithm ?? 'MD5').toUpperCase());

/** Text is hashed as UTF-8: RFC 7616 §4 wants it, and servers that say nothing expect it (sabre, Apache). */
function hasherOf(algorithm: string | null): (text: string) => string {
	const name = nodeNameOf(algorithm) ?? 'md5';
	return (text) => createHash(name).update(text, 'utf8').digest('hex');
}

/** Header values are bytes: outside ASCII they are UTF-8, spelled as RFC 7616 §3.4.4 wants where possible. */
function userPart(username: string, { isUtf8 }: DigestChallenge): string {
	if (isUtf8 && !/^[ -~]*$/.test(username)) {
		const encoded = encodeURIComponent(username).replace(
			/['()*]/g,
			(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
		);
		return `username*=UTF-8''${encoded}`;
	}
	const bytes = Buffer.from(username, 'utf8').toString('latin1');
	return `username="${bytes.replace(/(["\\])/g, '\\$1')}"`;
}
