import type { HttpRequest, HttpResponse, Send } from '../../../core/http/types';
import { sendDav, sendXml } from '../../../core/webdav/request';
import { throughTsdav } from '../../../core/webdav/tsdavFetch';
import { updateObject } from '../../../vendor/dav';
import { aResponse, recording } from '../../support/dav';

const redirect = (location: string, status = 301): HttpResponse =>
	aResponse({ status, headers: { location } });
const byUrl =
	(answers: Record<string, HttpResponse>): Send =>
	async ({ url }) =>
		answers[url] ?? aResponse({ status: 404 });

const A = 'http://dav.example.com/a';
const put: HttpRequest = { method: 'PUT', url: A, headers: { 'if-match': '"1"' }, body: 'text' };

describe('sendDav', () => {
	it.each([301, 302, 307, 308])('repeats the whole request where a %i points', async (status) => {
		const answers = { [A]: redirect('/b', status), 'http://dav.example.com/b': aResponse({ status: 204 }) };
		const { send, requests } = recording(byUrl(answers));
		expect(await sendDav(send, put)).toMatchObject({ status: 204, url: 'http://dav.example.com/b' });
		expect(requests[1]).toEqual({ ...put, url: 'http://dav.example.com/b' });
	});

	it('follows to https of the same host', async () => {
		const send = byUrl({
			[A]: redirect('https://dav.example.com/a'),
			'https://dav.example.com/a': aResponse(),
		});
		expect((await sendDav(send, put)).url).toBe('https://dav.example.com/a');
	});

	it.each(['https://evil.example/a', 'http://dav.example.com:81/a', '//evil.example/a'])(
		'rule 4: never sends the password to %s',
		async (to) => {
			const { send, requests } = recording(byUrl({ [A]: redirect(to) }));
			await expect(sendDav(send, put)).rejects.toMatchObject({ kind: 'permission' });
			expect(requests).toHaveLength(1);
		},
	);

	it('rule 4: never goes from https to http', async () => {
		const secure = 'https://dav.example.com/a';
		const { send, requests } = recording(byUrl({ [secure]: redirect('http://dav.example.com/b') }));
		await sendDav(send, { ...put, url: secure });
		expect(requests.map(({ url }) => url)).toEqual([secure, 'https://dav.example.com/b']);
	});

	it('gives up on circles', async () => {
		const { send, requests } = recording(byUrl({ [A]: redirect('/a') }));
		await expect(sendDav(send, put)).rejects.toMatchObject({ kind: 'invalid_response' });
		expect(requests).toHaveLength(6);
	});

	it('hands back a 303, which asks for another request than ours', async () => {
		expect((await sendDav(byUrl({ [A]: redirect('/b', 303) }), put)).status).toBe(303);
	});
});

describe('sendXml', () => {
	it('says what it sends and how deep', async () => {
		const { send, requests } = recording(byUrl({}));
		await sendXml(send, { method: 'REPORT', url: A, depth: '1', body: '<x/>', timeoutMs: 5 });
		expect(requests).toMatchObject([
			{
				method: 'REPORT',
				headers: { depth: '1', 'content-type': 'application/xml; charset=utf-8' },
				body: '<x/>',
				timeoutMs: 5,
			},
		]);
	});
});

describe('throughTsdav', () => {
	it.each([200, 204, 304, 412, 599, 700])('rule 2: hands back a %i as it came', async (status) => {
		const { send, requests } = recording(
			byUrl({ [A]: aResponse({ status, headers: { etag: '"2"', 'content-type': 'é\u2028' }, attempts: 3 }) }),
		);
		const answer = await throughTsdav(send, (fetch) =>
			updateObject({ url: A, data: 'text', etag: 'W/"1"', fetch }),
		);
		expect(answer).toMatchObject({ status, attempts: 3, headers: { etag: '"2"' }, url: A });
		expect(requests).toEqual([{ method: 'PUT', url: A, headers: { 'if-match': 'W/"1"' }, body: 'text' }]);
	});

	it('lets errors of the transport through', async () => {
		const send: Send = () => Promise.reject(new RangeError('lost'));
		await expect(throughTsdav(send, (fetch) => updateObject({ url: A, data: '', fetch }))).rejects.toThrow(
			RangeError,
		);
	});
});
