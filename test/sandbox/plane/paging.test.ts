import { orderItems } from '../../../sandbox/plane/ordering';
import { pageOf, parsePage } from '../../../sandbox/plane/paging';
import type { WorkItemRow } from '../../../sandbox/plane/types';
import { recordedAnswer, recordedExchanges } from './recordings';

const parse = (query: string, maximum = 1000) => parsePage(new URLSearchParams(query), maximum);

const rowsOf = (number: string) => JSON.parse(recordedAnswer(number).bodyText).results;

/** The recorded items, oldest first as the store holds them. */
const storedRows = (): WorkItemRow[] => [...rowsOf('12')].reverse();

const box = { states: new Map() };

describe('pageOf', () => {
	it('makes the recorded envelopes of a whole cursor sequence', () => {
		const rows = Array.from({ length: 56 }, (_, index) => ({ index }));
		for (const { request, response } of recordedExchanges('18')) {
			const parsed = parsePage(new URL(request.path, 'http://plane').searchParams, 1000);
			if (parsed.kind !== 'page') throw new Error(`${request.path} does not parse`);
			const { results, ...envelope } = pageOf(rows, parsed.request, ({ index }) => ({ index }));
			const { results: recordedResults, ...recorded } = JSON.parse(response.bodyText);
			expect(envelope).toEqual(recorded);
			expect(results).toHaveLength(recordedResults.length);
		}
	});

	it('ends with a full page where the rows fill it', () => {
		const page = pageOf([1, 2, 3, 4], { perPage: 2, page: 1 }, () => ({}));
		expect(page).toMatchObject({ count: 2, next_page_results: false, total_pages: 2, next_cursor: '2:2:0' });
	});

	it('answers page 2 without per_page as recorded: empty, with the default size in its cursors', () => {
		const parsed = parse('cursor=10:1:0');
		if (parsed.kind !== 'page') throw new Error('does not parse');
		const rows = Array.from({ length: 56 }, () => 0);
		const recorded = JSON.parse(recordedExchanges('105')[1]?.response.bodyText ?? '');
		expect(pageOf(rows, parsed.request, () => ({}))).toEqual(recorded);
	});
});

describe('parsePage', () => {
	it.each([
		['57', 'per_page=1001'],
		['58', 'per_page=ten'],
		['61', 'per_page=3&cursor=abc'],
	])('refuses as recorded in rest/%s', (number, query) => {
		expect(parse(query)).toEqual({ kind: 'invalid', ...JSON.parse(recordedAnswer(number).bodyText) });
	});

	it('crashes on per_page=0, as Plane does', () => {
		expect(parse('per_page=0')).toEqual({ kind: 'crash' });
	});

	it('takes another maximum', () => {
		expect(parse('per_page=101', 100)).toEqual({
			kind: 'invalid',
			detail: 'Invalid per_page value. Cannot exceed 100.',
		});
	});
});

describe('orderItems', () => {
	it('sorts by target_date as recorded: undated items last, ties in order of creation', () => {
		const recorded = recordedExchanges('18').flatMap(({ response }) => JSON.parse(response.bodyText).results);
		const ordered = orderItems(storedRows(), box, 'target_date');
		expect(ordered?.map(({ id }) => id)).toEqual(recorded.map(({ id }) => id));
	});

	it('puts undated items first when descending, as recorded', () => {
		const ordered = orderItems(storedRows(), box, '-target_date');
		expect(ordered?.slice(0, 3).map(({ id }) => id)).toEqual(rowsOf('20').map(({ id }: WorkItemRow) => id));
	});

	it('sorts by -created_at into the recorded default order', () => {
		const ordered = orderItems(storedRows(), box, '-created_at');
		expect(ordered?.map(({ id }) => id)).toEqual(rowsOf('12').map(({ id }: WorkItemRow) => id));
	});

	it('knows no other column', () => {
		expect(orderItems([], box, 'nonsense')).toBeNull();
	});
});
