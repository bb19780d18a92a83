import { parseSecrets, verifySignature } from '../../../core/plane/signature';
import { webhook, webhooks } from './support';
import type { Webhook } from './support';

const signed = ({ bodyText, headers, secret }: Webhook) => ({
	rawBody: Buffer.from(bodyText, 'latin1'),
	signature: headers['X-Plane-Signature'],
	secrets: [secret],
});
const one = signed(webhook('03-issue-created-full-api'));

describe('verifySignature', () => {
	it.each(webhooks.map((recorded) => [recorded.name, recorded] as const))(
		'accepts the bytes of %s',
		(_, recorded) => {
			expect(verifySignature(signed(recorded))).toEqual({ ok: true });
		},
	);

	it.each(webhooks.map((recorded) => [recorded.name, recorded] as const))(
		'refuses %s with one bit changed',
		(_, recorded) => {
			const rawBody = Buffer.from(recorded.bodyText, 'latin1');
			const middle = rawBody.length >> 1;
			rawBody.writeUInt8(rawBody.readUInt8(middle) ^ 1, middle);
			expect(verifySignature({ ...signed(recorded), rawBody })).toEqual({
				ok: false,
				reason: 'wrong signature',
			});
		},
	);

	it.each([
		['a prefix', `sha256=${one.signature}`],
		['upper case', one.signature?.toUpperCase()],
		['white space around it', ` ${one.signature} `],
	])('accepts the signature with %s', (_, signature) => {
		expect(verifySignature({ ...one, signature })).toEqual({ ok: true });
	});

	it.each([
		['no secret', { ...one, secrets: [] }, 'no secret'],
		['an empty secret', { ...one, secrets: [''] }, 'no secret'],
		['no header', { ...one, signature: undefined }, 'no signature'],
		['an empty header', { ...one, signature: ' ' }, 'no signature'],
		['a short signature', { ...one, signature: one.signature?.slice(2) }, 'wrong signature'],
		['another prefix', { ...one, signature: `sha1=${one.signature}` }, 'wrong signature'],
		['another secret', { ...one, secrets: ['plane_wh_0'] }, 'wrong signature'],
	])('refuses %s', (_, delivery, reason) => {
		expect(verifySignature(delivery)).toEqual({ ok: false, reason });
	});

	it('accepts any of several secrets, so that one can be replaced', () => {
		expect(verifySignature({ ...one, secrets: ['', 'new', ...one.secrets] })).toEqual({ ok: true });
	});

	it('takes the bytes as they are: serialised again they do not verify', () => {
		const rawBody = Buffer.from(JSON.stringify(JSON.parse(one.rawBody.toString())));
		expect(verifySignature({ ...one, rawBody })).toMatchObject({ ok: false });
	});
});

describe('parseSecrets', () => {
	it.each<[string, unknown, readonly string[]]>([
		['one', ' plane_wh_a ', ['plane_wh_a']],
		['several, by commas', 'plane_wh_a, plane_wh_b,plane_wh_c', ['plane_wh_a', 'plane_wh_b', 'plane_wh_c']],
		['several, by lines', 'plane_wh_a\r\nplane_wh_b\n', ['plane_wh_a', 'plane_wh_b']],
		['separators alone', ' , ,', []],
		['nothing', '', []],
		['what was never filled in', undefined, []],
	])('reads %s', (_, text, secrets) => {
		expect(parseSecrets(text)).toEqual(secrets);
	});
});
