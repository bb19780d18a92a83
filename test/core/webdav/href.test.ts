import fc from 'fast-check';
import { DavError } from '../../../core/errors';
import {
	addressForMessage,
	hrefOfUid,
	parentOf,
	parseServerUrl,
	resolveLink,
	resolveMember,
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
	it('stays inside the calendar and is found again, whatever the UID', () => {
		const calendar = 'https://dav.example.com/home/cal/';
		const anyUid = fc.string({ unit: 'binary', minLength: 1 });
		fc.assert(
			fc.property(anyUid, (uid) => {
				const href = hrefOfUid(calendar, uid);
				expect(new URL(href).href).toBe(href);
				expect(parentOf(href)).toBe(calendar);
				expect(slugOfHref(href)).toBe(`${uid.replace(/\p{Surrogate}/gu, '\ufffd')}.ics`);
			}),
		);
	});
});

describe('resolveMember', () => {
	it('keeps our own address, whatever host the server believes it has', () => {
		const base = 'https://dav.example.com/home/';
		expect(resolveMember('/home/a%40b/', base)).toBe('https://dav.example.com/home/a%40b/');
		expect(resolveMember('http://internal:5232/home/a@b/', base)).toBe('https://dav.example.com/home/a@b/');
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
				expect(resolveMember(href, base)).toBe(
					`https://dav.example.com${new URL(href.trim(), base).pathname}`,
				);
			}),
			{ numRuns: 2000 },
		);
	});

	it.each(['', 'http://', 'javascript:alert(1)'])('refuses %p', (href) => {
		expect(() => resolveMember(href, 'https://dav.example.com/')).toThrow(DavError);
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
