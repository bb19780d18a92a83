import fc from 'fast-check';
import { fromJson, pythonEquals, pythonFloat, pythonJson, restJson } from '../../../sandbox/plane/pythonJson';
import { signatureOf } from '../../../sandbox/plane/webhooks';
import { deliveryNames, recordedDelivery, withFloats } from './recordings';

describe('pythonJson', () => {
	it.each(deliveryNames())('reproduces the recorded bytes of %s', (name) => {
		const { bodyText } = recordedDelivery(name).request;
		expect(pythonJson(withFloats(JSON.parse(bodyText)))).toBe(bodyText);
	});

	it.each([
		['a whole float', pythonFloat(65535), '65535.0'],
		['a fraction', pythonFloat(34567.5), '34567.5'],
		['a float of 1e16', pythonFloat(1e16), '1e+16'],
		['a small float', pythonFloat(0.00001), '1e-05'],
		['a float on the edge of the exponent', pythonFloat(0.0001), '0.0001'],
		['the float zero', pythonFloat(0), '0.0'],
		['an int', 65535, '65535'],
		['a character beyond the basic plane', '🎉', '"\\ud83c\\udf89"'],
		['an umlaut', 'ß', '"\\u00df"'],
		['delete, which Python escapes', '\u007f', '"\\u007f"'],
		['control characters', '\b\t\n\u0001', '"\\b\\t\\n\\u0001"'],
		['an empty object and an empty list', { a: {}, b: [] }, '{"a": {}, "b": []}'],
	])('writes %s', (_, value, text) => {
		expect(pythonJson(value)).toBe(text);
	});

	it('writes ASCII that parses back to the same value', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				const text = pythonJson(fromJson(value));
				expect(text).toMatch(/^[\x20-\x7e]*$/);
				expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
			}),
		);
	});
});

describe('restJson', () => {
	it('leaves characters as they are and writes no spaces', () => {
		expect(restJson({ name: 'größer 🎉', sort_order: pythonFloat(65535), list: [1, null] })).toBe(
			'{"name":"größer 🎉","sort_order":65535.0,"list":[1,null]}',
		);
	});
});

describe('pythonEquals', () => {
	it.each([
		['an int and the same float', 5, pythonFloat(5), true],
		['lists in another order', ['a', 'b'], ['b', 'a'], false],
		['equal lists', ['a', 'b'], ['a', 'b'], true],
		['null and an empty text', null, '', false],
		['objects of the same keys', { a: [1] }, { a: [1] }, true],
		['objects of other keys', { a: 1 }, { b: 1 }, false],
	])('compares %s', (_, left, right, equal) => {
		expect(pythonEquals(left, right)).toBe(equal);
	});
});

describe('signatureOf', () => {
	it.each(deliveryNames())('equals the recorded signature of %s', (name) => {
		const { secret, request } = recordedDelivery(name);
		expect(signatureOf(request.bodyText, secret)).toBe(request.headers['X-Plane-Signature']);
	});
});
