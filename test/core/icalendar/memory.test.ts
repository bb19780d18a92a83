import fc from 'fast-check';
import {
	rememberedSet,
	rememberSet,
	rememberText,
	textAfterRemembered,
} from '../../../core/icalendar/memory';

const anyText = fc.string({ unit: 'grapheme' });

describe('textAfterRemembered', () => {
	it('returns what was added to the remembered text', () => {
		fc.assert(
			fc.property(anyText, anyText, (ours, added) => {
				expect(textAfterRemembered(ours + added, rememberText(ours))).toBe(added);
			}),
		);
	});

	it.each([
		['the text was changed', 'our texT and more', rememberText('our text')],
		['the text is shorter', 'our', rememberText('our text')],
		['the memory is none', 'our text', 'something else'],
		['the memory is empty', 'our text', ''],
	])('answers null where %s', (_, text, memory) => {
		expect(textAfterRemembered(text, memory)).toBeNull();
	});
});

describe('rememberText', () => {
	it('uses no character that servers cut or split at', () => {
		fc.assert(fc.property(anyText, (text) => expect(rememberText(text)).toMatch(/^\d+\.[\w-]{22}$/)));
	});
});

describe('rememberSet', () => {
	it('is undone by rememberedSet, in letters no server touches', () => {
		fc.assert(
			fc.property(fc.array(anyText), (members) => {
				const memory = rememberSet(members);
				expect(memory).toMatch(/^[\w-]+$/);
				expect(rememberedSet(memory)).toEqual(members);
			}),
		);
	});
});

describe('rememberedSet', () => {
	it.each([
		['no base64', '%%%'],
		['no JSON', Buffer.from('hello').toString('base64url')],
		['no list', Buffer.from('{"a":1}').toString('base64url')],
		['no list of texts', Buffer.from('[1]').toString('base64url')],
	])('answers null for %s', (_, memory) => {
		expect(rememberedSet(memory)).toBeNull();
	});
});
