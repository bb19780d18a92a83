import { InputError } from '../../../core/errors';
import { membersOf } from '../../../core/icalendar/list';
import { octetLength } from '../../../core/icalendar/contentLine';
import { MAX_TEXT_OCTETS } from '../../../core/icalendar/text';
import { bookkeeping, revisionOf } from '../../../core/event/properties/bookkeeping';
import { categories, labelNames } from '../../../core/event/properties/categories';
import { color } from '../../../core/event/properties/color';
import { dates } from '../../../core/event/properties/dates';
import { describe as describeItem } from '../../../core/event/properties/description';
import { status } from '../../../core/event/properties/status';
import { summary } from '../../../core/event/properties/summary';
import { url } from '../../../core/event/properties/url';
import type { Priority, StateGroup } from '../../../core/plane/types';
import { aLabel, aState, aWorkItem } from './aWorkItem';

describe('summary', () => {
	it.each([
		['a plain name', 'Plain item', '[42] Plain item'],
		['a name of several lines', 'a\r\nb\tc\u0007', '[42] a b c'],
		['an empty name', ' ', '[42]'],
	])('of %s', (_, name, expected) => {
		expect(summary(aWorkItem({ name }))).toEqual({ summary: expected });
	});
});

describe('dates', () => {
	it.each([
		['an ordinary day', '2026-12-01', '2026-12-02'],
		['the end of a year', '2026-12-31', '2027-01-01'],
		['the day before a leap day', '2028-02-28', '2028-02-29'],
		['a leap day', '2028-02-29', '2028-03-01'],
		['the day before none', '2100-02-28', '2100-03-01'],
		['the first day', '0001-01-01', '0001-01-02'],
		['the last day but one that there is', '9998-12-31', '9999-01-01'],
	])('of %s', (_, start, end) => {
		expect(dates(aWorkItem({ target_date: start }))).toEqual({ start, end });
	});

	it.each(['2026-02-30', '2026-12-01T00:00:00Z', '20261201', '', '9999-12-31', '0000-01-01'])(
		'refuses %j',
		(target_date) => {
			expect(() => dates(aWorkItem({ target_date }))).toThrow(InputError);
		},
	);

	it('says which dates there can be', () => {
		expect(() => dates(aWorkItem({ target_date: '9999-12-31' }))).toThrow(/"9999-12-31".*0001 to 9998/);
	});
});

describe('status', () => {
	it.each<[StateGroup, string]>([
		['backlog', 'CONFIRMED'],
		['unstarted', 'CONFIRMED'],
		['started', 'CONFIRMED'],
		['completed', 'CANCELLED'],
		['cancelled', 'CANCELLED'],
	])('of %s is %s', (group, expected) => {
		expect(status(aWorkItem({ state: aState(group) }))).toEqual({ status: expected });
	});
});

describe('describe', () => {
	it('is the documented block alone where there is no text', () => {
		expect(describeItem(aWorkItem({ description: ' \n ' }))).toBe(
			'---\nPriority: none\nState: In Progress\nProject: Web application',
		);
	});

	it('puts assignees and labels between, and no blank line before the block', () => {
		const people = [
			{ id: '1', display_name: 'Ada' },
			{ id: '2', display_name: 'José\n' },
		];
		const item = aWorkItem({
			description: 'Text\r\n\r\nmore \n\n',
			assignees: people,
			labels: [aLabel('a, b')],
		});
		expect(describeItem(item).split('\n')).toEqual([
			'Text',
			'',
			'more',
			'---',
			'Priority: none',
			'State: In Progress',
			'Assignees: Ada, José',
			'Labels: a, b',
			'Project: Web application',
		]);
	});

	it('rule 19: cuts a text that is too long, and keeps the whole block', () => {
		const text = describeItem(aWorkItem({ description: 'ä'.repeat(70_000) }));
		const [own = '', block = ''] = text.split('\n---\n');
		expect(octetLength(text)).toBeLessThanOrEqual(MAX_TEXT_OCTETS);
		expect(octetLength(text)).toBeGreaterThan(MAX_TEXT_OCTETS - 4);
		expect(own).toMatch(/\[Cut here: .*\]$/);
		expect(block).toMatch(/^Priority: .*Project: Web application$/s);
	});
});

describe('a thousand labels', () => {
	const labels = Array.from({ length: 1000 }, (_, index) => aLabel(`"label", ${index} ${'🚀'.repeat(20)}`));
	const item = aWorkItem({ labels, description: 'ä'.repeat(70_000) });

	it('are all categories', () => {
		expect(membersOf(categories(item).map(({ value }) => value))).toEqual(labels.map(({ name }) => name));
	});

	it('are told in part in the text, with how many are left', () => {
		const line =
			describeItem(item)
				.split('\n')
				.find((text) => text.startsWith('Labels: ')) ?? '';
		expect(line.length).toBeLessThan(4100);
		expect(line).toMatch(/^Labels: "label", 0 🚀+, .*🚀 and (\d+) more$/u);
		const told = line.split('"label"').length - 1;
		expect(line).toContain(` and ${1000 - told} more`);
		expect(octetLength(describeItem(item))).toBeLessThanOrEqual(MAX_TEXT_OCTETS);
	});
});

describe('categories', () => {
	it('cut a long name between what people see as characters', () => {
		const family = '👩‍👩‍👧‍👦';
		for (const start of ['', 'x', 'xx', 'xxxxxx']) {
			const [name = ''] = labelNames(aWorkItem({ labels: [aLabel(start + family.repeat(60))] }));
			expect(name).toMatch(new RegExp(`^${start}(?:${family})+…$`, 'u'));
			expect(name.length).toBeGreaterThan(180);
		}
	});

	it('are the names on one line', () => {
		const labels = [aLabel('a, b'), aLabel('c;d')];
		expect(categories(aWorkItem({ labels })).map(({ value }) => value)).toEqual(['a\\, b,c\\;d']);
	});

	it('go on several lines above 200 characters', () => {
		const labels = Array.from({ length: 40 }, (_, index) => aLabel(`label number ${index}`));
		const values = categories(aWorkItem({ labels })).map(({ value }) => value);
		expect(values.length).toBeGreaterThan(1);
		expect(Math.max(...values.map((value) => value.length))).toBeLessThanOrEqual(200);
	});

	it('are absent without labels', () => {
		expect(categories(aWorkItem())).toEqual([]);
	});

	it('leave out blank and repeated names and cut one that fills a line', () => {
		const labels = [aLabel(' '), aLabel('a'), aLabel('a\n'), aLabel(','.repeat(255))];
		expect(labelNames(aWorkItem({ labels }))).toEqual(['a', `${','.repeat(99)}…`]);
	});
});

describe('color', () => {
	it.each<[Priority, string, string]>([
		['urgent', 'crimson', '#dc3545'],
		['high', 'darkorange', '#fd7e14'],
		['medium', 'gold', '#ffc107'],
		['low', 'forestgreen', '#28a745'],
	])('of %s is %s', (priority, name, hex) => {
		expect(color(aWorkItem({ priority })).map((line) => [line.name, line.value])).toEqual([
			['COLOR', name],
			['X-CALPLANEBOT-COLOR', hex],
		]);
	});

	it('is absent for none', () => {
		expect(color(aWorkItem())).toEqual([]);
	});
});

describe('url', () => {
	it.each([
		['a web address', 'https://plane.example/a;b,c', 'https://plane.example/a;b,c'],
		['blanks and line breaks', 'https://plane.example/a b\nc', 'https://plane.example/a%20b%20c'],
		['a backslash', 'https://plane.example/a\\n', 'https://plane.example/a%5Cn'],
	])('keeps %s to one unescaped line', (_, address, expected) => {
		expect(url(aWorkItem({ url: address })).map(({ value }) => value)).toEqual([expected]);
	});

	it.each(['', 'javascript:alert(1)', 'file:///etc/passwd', '/acme/projects', 'https:///x'])(
		'leaves out %j',
		(address) => {
			expect(url(aWorkItem({ url: address }))).toEqual([]);
		},
	);
});

describe('bookkeeping', () => {
	it('holds no value that is empty or that servers cut or split', () => {
		const item = aWorkItem({ labels: [aLabel('a, b; c\\')], description: '1;2,3' });
		const lines = bookkeeping(item);
		expect(lines.map(({ name }) => name)).toEqual([
			'X-PLANE-PROJECT',
			'X-PLANE-UPDATED-AT',
			'X-PLANE-LABELS',
			'X-PLANE-TEXT',
		]);
		for (const { value } of lines) expect(value).toMatch(/^[^,;\\]+$/);
	});

	it('leaves the labels out where there are none', () => {
		expect(bookkeeping(aWorkItem()).map(({ name }) => name)).not.toContain('X-PLANE-LABELS');
	});
});

describe('revisionOf', () => {
	it('brings every time zone to one form', () => {
		const updated_at = '2026-11-22T19:16:17.459103+01:00';
		expect(revisionOf(aWorkItem({ updated_at }))).toBe('2026-11-22T18:16:17.459103Z');
	});

	it('refuses what is no instant', () => {
		expect(() => revisionOf(aWorkItem({ updated_at: 'yesterday' }))).toThrow(InputError);
	});
});
