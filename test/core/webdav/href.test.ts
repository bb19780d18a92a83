import fc from 'fast-check';
import { DavError } from '../../../core/errors';
import {
	addressForMessage,
	hrefOfUid,
	parentOf,
	parseServerUrl,
	resolveLink,
	memberResolver,
	sameHref,
	slugOfHref,
} from '../../../core/webdav/href';

describe('sameHref', () => {
	it.each([
		['an escaped at sign', '/c/u%40x.ics', '/c/u@x.ics', true],
		['lower and upper case escapes', '/c/%c3%ab', '/c/%C3%AB', true],
		['raw and escaped letters', '/c/ë', '/c/%C3%AB', true],
		['an address and a path', 'https://a.example/c/x', '/c/x', true],
		['different hosts', 'https://a.example/c/x', 'http://b.example:81/c/x', true],
		['a trailing slash', '/c/', '/c', true],
		['a percent sign that encodes nothing', '/c/100%', '/c/100%25', true],
		['an escaped slash', '/c/a%2Fb', '/c/a/b', false],
		['letter case', '/c/A', '/c/a', false],
		['different names', '/c/a', '/c/b', false],
	])('compares %s', (_name, a, b, same) => {
		expect(sameHref(a, b)).toBe(same);
	});
});

describe('hrefOfUid', () => {
	const calendar = 'https://dav.example.com/home/cal/';
	const nameOf = (uid: string): string => slugOfHref(hrefOfUid(calendar, uid));

	it.each([
		'plane-issue-0b1c6d4e-5f6a-4b7c-8d9e-0a1b2c3d4e5f@calplanebot',
		'plane-issue-0b1c6d4e-5f6a-4b7c-8d9e-0a1b2c3d4e5f.team-2@calplanebot',
		'20261204-42@example.com',
		'_a+b=c',
		'a'.repeat(200),
	])('names the object after the UID %s', (uid) => {
		expect(nameOf(uid)).toBe(`${uid}.ics`);
	});

	it.each([
		['a colon', 'urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a'],
		['slashes', 'https://example.com/x?y'],
		['a space', 'a b'],
		['a percent sign', '100%'],
		['a tilde', 'backup~'],
		['letters beyond ASCII', 'zoë-🚀'],
		['a leading dot', '.hidden'],
		['nothing but dots', '..'],
		['a leading hyphen', '-a'],
		['a line break', 'a\n'],
		['more than 200 characters', 'a'.repeat(201)],
		['the form of a digest', 'd'.repeat(40)],
	])('names the object after a digest where the UID has %s', (_, uid) => {
		expect(nameOf(uid)).toMatch(/^[\da-f]{40}\.ics$/);
		expect(nameOf(uid)).not.toBe(`${uid}.ics`);
	});

	it('keeps to the digest for ever, for it is how an event is found again', () => {
		expect(nameOf('urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a')).toBe(
			'3841e5cf232f5111fc5841e9eba5f4b26d95e7d7.ics',
		);
	});

	const anyUid = fc.oneof(
		fc.string({ unit: 'grapheme', minLength: 1 }),
		fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 300 }),
		fc.stringMatching(/^[\w.@+=-]{1,60}$/),
		fc.stringMatching(/^[\da-f]{40}$/),
	);

	it('stays inside the calendar under a name that every server takes, whatever the UID', () => {
		fc.assert(
			fc.property(anyUid, (uid) => {
				const href = hrefOfUid(calendar, uid);
				expect(new URL(href).href).toBe(href);
				expect(parentOf(href)).toBe(calendar);
				expect(slugOfHref(href)).toMatch(/^[a-z\d_][\w.@+=-]{0,199}\.ics$/i);
				expect(hrefOfUid(calendar, uid)).toBe(href);
			}),
		);
	});

	it('gives different UIDs different names', () => {
		const withRival = anyUid.chain((uid) =>
			// A UID that is the digest of the first would take its name.
			fc.tuple(fc.constant(uid), fc.oneof(anyUid, fc.constant(nameOf(uid).replace(/\.ics$/, '')))),
		);
		fc.assert(
			fc.property(withRival, ([uid, other]) => {
				fc.pre(uid !== other);
				expect(nameOf(uid)).not.toBe(nameOf(other));
			}),
		);
	});
});

describe('memberResolver', () => {
	it('keeps our own address, whatever host the server believes it has', () => {
		const base = 'https://dav.example.com/home/';
		expect(memberResolver(base)('/home/a%40b/')).toBe('https://dav.example.com/home/a%40b/');
		expect(memberResolver(base)('http://internal:5232/home/a@b/')).toBe('https://dav.example.com/home/a@b/');
	});

	it('spells a path as a URL parser does', () => {
		const base = 'https://dav.example.com/home/';
		const piece = fc.constantFrom(
			'/',
			'.',
			'..',
			'%2e',
			'%2F',
			'%4',
			'@',
			'a',
			'é',
			' ',
			"'",
			'"',
			'^',
			'|',
			'\\',
		);
		const path = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => `/a${pieces.join('')}`);
		fc.assert(
			fc.property(path, (href) => {
				expect(memberResolver(base)(href)).toBe(
					`https://dav.example.com${new URL(href.trim(), base).pathname}`,
				);
			}),
			{ numRuns: 2000 },
		);
	});

	it.each(['', 'http://', 'javascript:alert(1)'])('refuses %p', (href) => {
		expect(() => memberResolver('https://dav.example.com/')(href)).toThrow(DavError);
	});
});

describe('resolveLink', () => {
	const https = 'https://dav.example.com/x/';
	it.each([
		['a path', '/y/', https, 'https://dav.example.com/y/'],
		['the same server', 'https://dav.example.com/y/', https, 'https://dav.example.com/y/'],
		['http seen over https', 'http://dav.example.com/y/', https, 'https://dav.example.com/y/'],
		[
			'https from http',
			'https://dav.example.com/y/',
			'http://dav.example.com/',
			'https://dav.example.com/y/',
		],
		['user name and password', 'https://u:p@dav.example.com/y/', https, 'https://dav.example.com/y/'],
	])('follows %s', (_name, href, base, resolved) => {
		expect(resolveLink(href, base)).toBe(resolved);
	});

	it.each([
		['another host', 'https://evil.example/y/'],
		['a host that only begins the same', 'https://dav.example.com.evil.example/'],
		['a sub-domain', 'https://p42.dav.example.com/'],
		['another port', 'https://dav.example.com:8443/y/'],
	])('refuses %s and says where it points', (_name, href) => {
		const { origin } = new URL(href);
		expect(() => resolveLink(href, https)).toThrow(
			expect.objectContaining({ kind: 'permission', message: expect.stringContaining(origin) }),
		);
	});
});

describe('parseServerUrl', () => {
	it('drops what must not travel', () => {
		expect(parseServerUrl(' https://u:secret@dav.example.com:8443/a/?q#f ')).toBe(
			'https://dav.example.com:8443/a/',
		);
	});

	it.each(['', 'dav.example.com', 'ftp://dav.example.com/'])('refuses %p', (text) => {
		expect(() => parseServerUrl(text)).toThrow(expect.objectContaining({ kind: 'invalid_data' }));
	});
});

describe('addressForMessage', () => {
	it('holds no secret', () => {
		expect(addressForMessage('https://u:secret@dav.example.com/a?token=secret')).toBe(
			'https://dav.example.com/a',
		);
		expect(addressForMessage('secret')).toBe('an invalid address');
	});
});
