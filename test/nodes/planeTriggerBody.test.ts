import type { IWebhookFunctions } from 'n8n-workflow';
import { isJson, readBody } from '../../nodes/PlaneTrigger/readBody';

type Request = ReturnType<IWebhookFunctions['getRequestObject']>;

/** What the node uses of a request, and what it called. */
function requestOf(parts: { rawBody?: Buffer; readRawBody?: () => Promise<void> }) {
	const called: string[] = [];
	const request = {
		readRawBody: async () => await Promise.resolve(called.push('readRawBody')),
		unpipe: () => called.push('unpipe'),
		resume: () => called.push('resume'),
		...parts,
	};
	return { request: request as unknown as Request, called };
}

describe('readBody', () => {
	it('takes the bytes that were read before', async () => {
		const { request, called } = requestOf({ rawBody: Buffer.from('{}') });

		expect(await readBody(request)).toEqual({ kind: 'read', bytes: Buffer.from('{}') });
		expect(called).toEqual([]);
	});

	it('takes a body of which nothing was read as empty', async () => {
		const { request, called } = requestOf({});

		expect(await readBody(request)).toEqual({ kind: 'read', bytes: Buffer.alloc(0) });
		expect(called).toEqual(['readRawBody']);
	});

	it.each([
		['too_large', Object.assign(new Error('large'), { type: 'entity.too.large' })],
		['broken', new Error('incorrect header check')],
	])('lets go of the rest of a body that is %s', async (kind, error) => {
		const { request, called } = requestOf({ readRawBody: async () => await Promise.reject(error) });

		expect(await readBody(request)).toEqual({ kind });
		expect(called).toEqual(['unpipe', 'resume']);
	});
});

describe('isJson', () => {
	it.each<[string | undefined, boolean]>([
		['application/json', true],
		[' Application/JSON ; charset=utf-8', true],
		['application/json5', false],
		['text/json', false],
		[undefined, false],
	])('says of %p: %p', (contentType, expected) => {
		expect(isJson(contentType)).toBe(expected);
	});
});
