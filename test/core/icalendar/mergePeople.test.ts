import fc from 'fast-check';
import { readProperty } from '../../../core/icalendar/reader';
import { escapeText } from '../../../core/icalendar/text';
import { aTask, aTaskWith, merge, type Task } from './builders';

const OLD: Task = { text: 'Text\n---\nProject: One' };
const NEW: Task = { text: 'New text\n---\nProject: Two' };

/** The old event with its text edited by a person. */
const edited = (text: string): string =>
	aTask(OLD).replace(escapeText(OLD.text ?? ''), () => escapeText(text));

const withoutMemory = (ics: string): string => ics.replace(/X-OUR-(TEXT|SET):.*\r\n/g, '');

describe('what a person wrote into the description', () => {
	it.each([
		['lines below ours', `${OLD.text}\n\nmy notes`, `${NEW.text}\n\nmy notes`],
		['words behind our last line', `${OLD.text} (really)`, `${NEW.text} (really)`],
		['a line that looks like our last one', `${OLD.text}\nProject: mine\nx`, `${NEW.text}\nProject: mine\nx`],
		['nothing', `${OLD.text}`, `${NEW.text}`],
	])('survives: %s', (_, stored, expected) => {
		const { ics } = merge(edited(stored), aTask(NEW));
		expect(readProperty(ics, 'DESCRIPTION')).toBe(expected);
	});

	it('survives below our part where that was edited too, found by its last line', () => {
		const { ics } = merge(edited('Typo\n---\nProject: One\nmy notes'), aTask(NEW));
		expect(readProperty(ics, 'DESCRIPTION')).toBe(`${NEW.text}\nmy notes`);
	});

	it.each([
		['below our last line', `${OLD.text}\nmy notes`, '\nmy notes'],
		['even where it looks like our last line', `${OLD.text}\nProject: mine\nx`, '\nProject: mine\nx'],
		['below a text of ours with such a line', `Project: no\n${OLD.text}\nmy notes`, '\nmy notes'],
		['below the address', 'Project: no\nLink: https://a/1\nmy notes', '\nmy notes'],
		['beside the address', 'Text\nLink: https://a/1 (soon)', ' (soon)'],
		['below the first end of several', `Link: https://a/1\n${OLD.text}`, `\n${OLD.text}`],
		['below the first of both ends', `${OLD.text}\nLink: https://a/1\nx`, '\nLink: https://a/1\nx'],
	])('survives without a memory: %s', (_, stored, added) => {
		const url = 'URL:https://a/1';
		const before = withoutMemory(edited(stored)).replace('STATUS:', `${url}\r\nSTATUS:`);
		const { ics } = merge(before, aTask(NEW));
		expect(readProperty(ics, 'DESCRIPTION')).toBe(`${NEW.text}${added}`);
	});

	it.each([
		['another address than the event has', 'Link: https://a/2\nx'],
		['an address where the event has none', 'Link: \nx'],
		['the last line without the separator', 'Project: One\nx'],
	])('is replaced visibly where our part ends with %s', (_, stored) => {
		const before = withoutMemory(edited(stored));
		expect(merge(before, aTask(NEW)).changes).toEqual([
			{ property: 'DESCRIPTION', before: stored, after: NEW.text },
		]);
	});

	it('is shown in the changes where our part cannot be made out', () => {
		const { ics, changes } = merge(edited('All of it mine'), aTask(NEW));
		expect(readProperty(ics, 'DESCRIPTION')).toBe(NEW.text);
		expect(changes).toEqual([{ property: 'DESCRIPTION', before: 'All of it mine', after: NEW.text }]);
	});

	it('is no reason to write', () => {
		const stored = edited(`${OLD.text}\nmy notes`);
		expect(merge(stored, aTask(OLD)).ics).toBe(stored);
	});

	it('survives whatever it is', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (note) => {
				const { ics } = merge(edited(`${OLD.text}\n${note}x`), aTask(NEW));
				expect(readProperty(ics, 'DESCRIPTION')).toBe(`${NEW.text}\n${note}x`);
			}),
		);
	});

	it('is still told apart after our part has changed twice', () => {
		const first = merge(edited(`${OLD.text}\nmy notes`), aTask(NEW)).ics;
		expect(readProperty(merge(first, aTask(OLD)).ics, 'DESCRIPTION')).toBe(`${OLD.text}\nmy notes`);
	});
});

describe('what a person added to the categories', () => {
	const withMine = (labels: readonly string[]): string =>
		aTask({ labels }).replace('CATEGORIES:', 'CATEGORIES:mine,');

	it.each([
		['a label is added', ['one'], ['one', 'two'], 'one,two,mine'],
		['a label is removed', ['one', 'two'], ['two'], 'two,mine'],
		['the last label is removed', ['one'], [], 'mine'],
		['a label with a comma is renamed', ['a, b'], ['a, c'], 'a\\, c,mine'],
	])('survives when %s', (...[, before, after, categories]) => {
		const { ics } = merge(withMine(before), aTask({ labels: after }));
		expect(ics).toContain(`\r\nCATEGORIES:${categories}\r\n`);
	});

	it('survives in an event that had no label of ours', () => {
		const { ics } = merge(aTaskWith(['CATEGORIES:mine,a\\, b']), aTask({ labels: ['one'] }));
		expect(ics).toContain('\r\nCATEGORIES:one,mine,a\\, b\r\n');
	});

	it('is no reason to write', () => {
		const stored = aTask({ labels: ['one'] }).replace('CATEGORIES:one', 'CATEGORIES:one\r\nCATEGORIES:mine');
		expect(merge(stored, aTask({ labels: ['one'] })).ics).toBe(stored);
	});

	it('goes, and shows in the changes, where nothing tells what is ours', () => {
		const stored = withoutMemory(withMine(['old'])).replace('---', 'edited');
		const { ics, changes } = merge(stored, aTask({ labels: ['one'] }));
		expect(readProperty(ics, 'CATEGORIES')).toBe('one');
		expect(changes).toContainEqual({ property: 'CATEGORIES', before: 'mine, old', after: 'one' });
	});

	it.each([
		['what our text names', 'a\\, b,mine', 'Labels: mine\n---\nLabels: a, b\nProject: One', 'one,mine'],
		['what an earlier writer added', 'Done,mine,Rank: 1', '---\nProject: One', 'one,mine'],
		['nothing that is named below our text', 'mine', '---\nProject: One\nLabels: mine', 'one,mine'],
	])('survives without a memory, where ours is %s', (...[, categories, text, expected]) => {
		const stored = withoutMemory(aTask({ text })).replace('STATUS:', `CATEGORIES:${categories}\r\nSTATUS:`);
		const { ics } = merge(stored, aTask({ labels: ['one'] }));
		expect(readProperty(ics, 'CATEGORIES')).toBe(expected);
	});

	it('does not keep a removed label', () => {
		const { ics } = merge(aTask({ labels: ['one'] }), aTask());
		expect(readProperty(ics, 'CATEGORIES')).toBeNull();
		expect(readProperty(ics, 'X-OUR-SET')).toBeNull();
	});
});

describe('the colour', () => {
	it.each([
		['ours is exchanged', 'gold', 'crimson', 'crimson'],
		['ours in capitals is ours', 'GOLD', 'crimson', 'crimson'],
		['ours is removed', 'gold', null, null],
		['a person’s is kept', 'hotpink', 'crimson', 'hotpink'],
		['a person’s is kept where we want none', 'hotpink', null, 'hotpink'],
		['an absent one is set', null, 'crimson', 'crimson'],
	])('%s', (...[, before, after, expected]) => {
		const { ics } = merge(aTask({ color: before }), aTask({ color: after }));
		expect(readProperty(ics, 'COLOR')).toBe(expected);
	});
});
