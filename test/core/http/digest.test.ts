import { asksForBasic, digestAuthorization, parseDigestChallenge } from '../../../core/http/digest';
import { createDigestMemory, withDigest } from '../../../core/http/withDigest';
import { anAnswer, aRequest, sendOf } from './support';

const RFC_7616 = {
	request: aRequest({ url: 'http://www.example.org/dir/index.html' }),
	count: 1,
	clientNonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
};
const RFC_7616_LOGIN = { username: 'Mufasa', password: 'Circle of Life' };
const RFC_7616_NONCE = '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v';

const challengeWith = (parameters: string) => {
	const challenge = parseDigestChallenge(`Digest ${parameters}`);
	if (challenge === null) throw new Error('no challenge');
	return challenge;
};

describe('digestAuthorization', () => {
	it.each([
		['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
		['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
	])('gives the response of RFC 7616 §3.9.1 for %s', (algorithm, response) => {
		const challenge = challengeWith(
			`realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="${RFC_7616_NONCE}", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`,
		);
		const header = digestAuthorization(challenge, RFC_7616_LOGIN, RFC_7616);

		expect(header).toContain(`response="${response}"`);
		expect(header).toContain('uri="/dir/index.html"');
		expect(header).toMatch(/qop=auth, nc=00000001,/);
	});

	it('gives the response of RFC 2617 §3.5 and, without qop, that of RFC 2069', () => {
		const nonce = 'realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"';
		const counter = { ...RFC_7616, clientNonce: '0a4f113b' };
		const modern = digestAuthorization(
			challengeWith(`${nonce}, qop="auth,auth-int"`),
			{ username: 'Mufasa', password: 'Circle Of Life' },
			counter,
		);
		const old = digestAuthorization(
			challengeWith(nonce),
			{ username: 'Mufasa', password: 'CircleOfLife' },
			counter,
		);

		expect(modern).toContain('response="6629fae49393a05397450978507c4ef1"');
		expect(old).toContain('response="1949323746fe6a43ef61f9606e7febea"');
		expect(old).not.toMatch(/cnonce|nc=|qop/);
	});

	it('binds the answer to the body where only auth-int is offered, and to the session where wanted', () => {
		const challenge = challengeWith(`realm="r", nonce="n", qop=auth-int, algorithm=MD5-sess`);
		const responseTo = (body: string) =>
			/response="(\w+)"/.exec(
				digestAuthorization(challenge, RFC_7616_LOGIN, { ...RFC_7616, request: aRequest({ body }) }),
			)?.[1];

		expect(responseTo('a')).not.toBe(responseTo('b'));
		expect(digestAuthorization(challenge, RFC_7616_LOGIN, { ...RFC_7616, count: 26 })).toMatch(
			/algorithm=MD5-sess.*nc=0000001a/,
		);
	});

	it.each([
		['quotes', 'a"b\\c', 'charset=UTF-8, ', 'username="a\\"b\\\\c"'],
		[
			'a name outside ASCII, where the server knows RFC 8187',
			'Jäsøn',
			'charset=UTF-8, ',
			"username*=UTF-8''J%C3%A4s%C3%B8n",
		],
		['its bytes, where it does not', 'ä', '', 'username="\u00c3\u00a4"'],
	])('spells a user name: %s', (_, username, charset, expected) => {
		const challenge = challengeWith(`${charset}realm="r", nonce="n"`);

		expect(digestAuthorization(challenge, { username, password: 'p' }, RFC_7616)).toContain(expected);
	});
});

describe('parseDigestChallenge', () => {
	it('takes the strongest of several challenges, whatever stands between their quotes', () => {
		const header =
			'Negotiate, Basic realm="a, Digest b=c", Digest realm="x, y = \\"z\\"", nonce="a==", algorithm=MD5, ' +
			'Digest realm="x", nonce="b=,=", algorithm=SHA-256, qop="auth", stale=TRUE';

		expect(parseDigestChallenge(header)).toMatchObject({
			algorithm: 'SHA-256',
			nonce: 'b=,=',
			qop: 'auth',
			isStale: true,
		});
		expect(asksForBasic(header)).toBe(true);
	});

	it.each([
		['nothing', ''],
		['Basic only', 'Basic realm="nonce"'],
		['an algorithm nobody knows', 'Digest realm="r", nonce="n", algorithm=SHA3'],
		['a quality of protection nobody knows', 'Digest realm="r", nonce="n", qop="token"'],
		['no nonce', 'Digest realm="r"'],
	])('finds none in a header with %s', (_, header) => {
		expect(parseDigestChallenge(header)).toBeNull();
	});
});

describe('withDigest', () => {
	const CHALLENGE = { 'www-authenticate': 'Digest realm="r", nonce="n", qop="auth"' };

	it('asks for a new nonce once where a remembered one is refused, and counts its uses', async () => {
		const refusal = anAnswer({ status: 401, headers: CHALLENGE });
		const { send, sent } = sendOf(refusal, anAnswer(), anAnswer(), refusal, anAnswer());
		const digest = withDigest(send, {
			login: RFC_7616_LOGIN,
			memory: createDigestMemory(),
			first: send,
			randomText: () => 'c',
		});
		const statuses = [];
		for (let n = 0; n < 3; n++) statuses.push((await digest(aRequest())).status);

		expect(statuses).toEqual([200, 200, 200]);
		expect(sent.map(({ headers }) => /nc=(\d+)/.exec(headers['authorization'] ?? '')?.[1])).toEqual([
			undefined,
			'00000001',
			'00000002',
			'00000003',
			'00000001',
		]);
	});
});
