/**
 * A server that wants Digest (RFC 7616) in front of one that wants nothing. It checks what arrives on its own,
 * with nothing of the code under test, and remembers how each request logged in.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { forward } from '../../scripts/lib/countingProxy';

export interface DigestProxyOptions {
	readonly username: string;
	readonly password: string;
	readonly algorithm?: 'MD5' | 'SHA-256';
	/** How often a nonce may be used until it is stale. @default Infinity */
	readonly nonceUses?: number;
	/** Put before the Digest challenge, in a header of its own. */
	readonly otherChallenge?: string;
}

export interface SeenLogin {
	readonly method: string;
	readonly scheme: 'none' | 'Basic' | 'Digest';
	readonly status: number;
}

export interface DigestProxy {
	/** With trailing slash. */
	readonly url: string;
	readonly seen: SeenLogin[];
	readonly stop: () => Promise<void>;
}

/** Comma, equals sign and escaped quote on purpose: they stand in nonces and realms of real servers. */
const REALM = 'Calendars, all of them = "yours"';
const QUOTED_REALM = REALM.replaceAll('"', '\\"');

export async function startDigestProxy(target: string, options: DigestProxyOptions): Promise<DigestProxy> {
	const { algorithm = 'MD5', nonceUses = Infinity, otherChallenge } = options;
	const seen: SeenLogin[] = [];
	const usesLeft = new Map<string, number>();

	const refuse = (response: ServerResponse, stale: boolean) => {
		const nonce = `n${usesLeft.size}+/=${Date.now()}==`;
		usesLeft.set(nonce, nonceUses);
		const digest =
			`Digest realm="${QUOTED_REALM}", qop="auth", algorithm=${algorithm}, nonce="${nonce}", ` +
			`opaque="b64==", charset=UTF-8${stale ? ', stale=true' : ''}`;
		const challenges = otherChallenge === undefined ? [digest] : [otherChallenge, digest];
		response.writeHead(401, { 'www-authenticate': challenges }).end();
	};

	const server = createServer((request, response) => {
		const header = request.headers.authorization ?? '';
		const scheme = header.startsWith('Digest ') ? 'Digest' : header.startsWith('Basic ') ? 'Basic' : 'none';
		response.on('finish', () =>
			seen.push({ method: request.method ?? '', scheme, status: response.statusCode }),
		);
		if (scheme !== 'Digest') return refuse(response, false);
		const sent = parse(header);
		const left = usesLeft.get(sent.get('nonce') ?? '') ?? 0;
		if (!isRight(request, sent, { ...options, algorithm })) return refuse(response, false);
		if (left <= 0) return refuse(response, true);
		usesLeft.set(sent.get('nonce') ?? '', left - 1);
		delete request.headers.authorization;
		forward(request, response, target);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
		seen,
		stop: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

function parse(header: string): Map<string, string> {
	const pairs = header.slice('Digest '.length).matchAll(/([\w*]+)=(?:"((?:[^"\\]|\\.)*)"|([^,\s]+))/g);
	return new Map([...pairs].map(([, name = '', quoted, plain]) => [name, quoted ?? plain ?? '']));
}

function isRight(
	{ method, url }: IncomingMessage,
	sent: ReadonlyMap<string, string>,
	{ username, password, algorithm = 'MD5' }: DigestProxyOptions,
): boolean {
	const hash = (text: string) =>
		createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
			.update(text)
			.digest('hex');
	const named = sent.get('username*')?.replace("UTF-8''", '');
	const user = named === undefined ? sent.get('username') : decodeURIComponent(named);
	const get = (name: string) => sent.get(name) ?? '';
	const secret = hash(`${username}:${QUOTED_REALM}:${password}`);
	const middle = `${get('nonce')}:${get('nc')}:${get('cnonce')}:auth`;
	return (
		user === username &&
		get('uri') === url &&
		/^[0-9a-f]{8}$/.test(get('nc')) &&
		get('qop') === 'auth' &&
		get('opaque') === 'b64==' &&
		get('algorithm') === algorithm &&
		get('response') === hash(`${secret}:${middle}:${hash(`${method}:${url}`)}`)
	);
}
