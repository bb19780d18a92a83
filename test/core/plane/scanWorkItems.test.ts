import { CancelledError, TransportError } from '../../../core/errors';
import { withRetry } from '../../../core/http/retry';
import type { HttpResponse, Send } from '../../../core/http/types';
import type { Project } from '../../../core/plane/projects';
import { scanProject } from '../../../core/plane/scanWorkItems';
import { dated, itemsPath, listOf, manyItems, names, queries, undated, web } from './lists';
import type { ListOptions, Row } from './lists';
import {
	ARCHIVED_PROJECT,
	MARKETING,
	OPERATIONS,
	WEB,
	answer,
	exchange,
	planeOf,
	recorded,
	toAnswer,
} from './support';
import type { Answers } from './support';

async function scan(answers: Answers, options: { limitPerMinute?: number; project?: Project } = {}) {
	const plane = planeOf({ ...names, ...answers }, { limitPerMinute: options.limitPerMinute ?? 1000 });
	const snapshot = await scanProject(plane.context, options.project ?? web, {
		allProjects: true,
	});
	return { plane, snapshot };
}

const manyAnswers = (count: number, options: Omit<ListOptions, 'items'> = {}): Answers => ({
	[itemsPath()]: listOf({ items: manyItems(count), ...options }),
});

const sizesOf = (asked: readonly string[]): number[] =>
	asked.map((query) => Number(new URLSearchParams(query).get('per_page')));

describe('scanProject', () => {
	it('reads a small project expanded, in one request, up to the first undated item', async () => {
		const page = [...dated, ...undated].map((expanded) => ({ expanded, bare: expanded }));
		const { plane, snapshot } = await scan({ [itemsPath()]: listOf({ items: page }) });
		expect(snapshot).toMatchObject({
			status: 'complete',
			taken_at: '2026-11-22T18:25:20.000000Z',
			total_count: page.length,
			all_projects: true,
		});
		expect(page.length).toBeGreaterThan(snapshot.work_items.length);
		expect(snapshot.work_items.map(({ id }) => id)).toEqual(dated.map(({ id }) => id));
		expect(queries(plane)).toEqual([
			'?order_by=target_date&expand=state,labels,assignees,project&per_page=100',
		]);
		expect(plane.sent).toHaveLength(1);
	});

	it.each([
		['no dated item', '23-work-items-list-undated-project', { ...web, id: OPERATIONS }],
		['no item at all', '54-work-items-list-archived-project', { ...web, id: ARCHIVED_PROJECT }],
	])('is complete and empty where a recorded project has %s', async (_, name, project) => {
		const { snapshot } = await scan(recorded(name), { project });
		expect(snapshot).toMatchObject({ status: 'complete', work_items: [] });
	});

	it('follows the recorded pages of a project to their end', async () => {
		const project = { ...web, id: MARKETING };
		const [first, ...rest] = recorded('19-work-items-paging-expanded-all-dated')[
			itemsPath(MARKETING)
		] as HttpResponse[];
		const path = `projects/${MARKETING}`;
		const lists = {
			[`${path}/states`]: names[`projects/${WEB}/states`] ?? [],
			[`${path}/labels`]: names[`projects/${WEB}/labels`] ?? [],
		};
		const refused = toAnswer(exchange('57-work-items-400-per-page-1001'));
		const pages = [first, refused, refused, refused, ...rest] as HttpResponse[];
		const { plane, snapshot } = await scan({ ...lists, [itemsPath(MARKETING)]: pages }, { project });
		expect(snapshot.status).toBe('complete');
		expect(snapshot.work_items).toHaveLength(14);
		expect(queries(plane)).toEqual([
			'?order_by=target_date&expand=state,labels,assignees,project&per_page=100',
			...[1000, 500, 250].map((size) => `?order_by=target_date&per_page=${size}`),
			'?order_by=target_date&per_page=100&cursor=100:1:0',
			'?order_by=target_date&per_page=100&cursor=100:2:0',
		]);
	});

	it('reads a large project as ids with name lists, in large pages', async () => {
		const { plane, snapshot } = await scan(manyAnswers(2300));
		expect(snapshot.status).toBe('complete');
		expect(snapshot.work_items.map(({ sequence_id }) => sequence_id)).toEqual([...Array(2300).keys()]);
		expect(queries(plane).slice(1)).toEqual([
			'?order_by=target_date&per_page=1000',
			'?order_by=target_date&per_page=1000&cursor=1000:1:0',
			'?order_by=target_date&per_page=1000&cursor=1000:2:0',
		]);
		expect(plane.sent).toHaveLength(7);
	});

	it('counts what it has not read, and what Plane counted before a page failed', async () => {
		const lost = new TransportError('lost', { kind: 'network' });
		const { snapshot } = await scan(
			manyAnswers(2500, { instead: (size, page) => (size > 100 && page === 1 ? lost : null) }),
		);
		expect(snapshot).toMatchObject({ status: 'incomplete', total_count: 2500 });
	});

	it('stops at the first undated item, pages before the end', async () => {
		const items = manyItems(3500).map((item, index) =>
			index < 1200 ? item : { ...item, bare: { ...item.bare, target_date: null } },
		);
		const { plane, snapshot } = await scan({ [itemsPath()]: listOf({ items }) });
		expect(snapshot.status).toBe('complete');
		expect(snapshot.work_items).toHaveLength(1200);
		expect(queries(plane).at(-1)).toBe('?order_by=target_date&per_page=1000&cursor=1000:1:0');
	});

	it('reads the same from ids with name lists as from expanded records', async () => {
		const { snapshot: large } = await scan(manyAnswers(150));
		const { snapshot: small } = await scan(manyAnswers(100));
		const comparable = (items: typeof large.work_items) => items.map((item) => ({ ...item, read_at: '' }));
		expect(comparable(large.work_items.slice(0, 100))).toEqual(comparable(small.work_items));
	});

	it.each([
		[100, [1000, 500, 250, 100, 100], [100, 100, 100]],
		[250, [1000, 500, 250], [250]],
		[600, [1000, 500], [500]],
	])('takes the largest pages of a Plane that refuses more than %d, and remembers', async (...row) => {
		const [maximumPageSize, sizes, again] = row;
		const plane = planeOf({ ...names, ...manyAnswers(250, { maximumPageSize }) });
		const scanAgain = async () => await scanProject(plane.context, web, { allProjects: true });
		const snapshots = [await scanAgain(), await scanAgain()];
		plane.clock.advance(60 * 60 * 1000);
		snapshots.push(await scanAgain());
		for (const snapshot of snapshots) {
			expect(snapshot).toMatchObject({ status: 'complete', work_items: { length: 250 } });
		}
		expect(sizesOf(queries(plane))).toEqual([100, ...sizes, ...again, 100, ...sizes]);
	});

	describe('a project that was large the last time', () => {
		/** A project whose number of dated items may change between two scans. */
		function changingPlane() {
			const state = { count: 400 };
			const list = (url: URL) => listOf({ items: manyItems(state.count) })(url);
			const plane = planeOf({ ...names, [itemsPath()]: list });
			const scanAgain = async () => {
				const before = queries(plane).length;
				const snapshot = await scanProject(plane.context, web, { allProjects: true });
				return { snapshot, asked: queries(plane).slice(before) };
			};
			return { plane, state, scanAgain };
		}

		it('is read as ids from the start, with the same result', async () => {
			const { scanAgain } = changingPlane();
			const first = await scanAgain();
			const second = await scanAgain();
			expect(sizesOf(first.asked)).toEqual([100, 1000]);
			expect(second.asked).toEqual(['?order_by=target_date&per_page=1000']);
			expect(second.snapshot).toEqual(first.snapshot);
			expect(second.snapshot).toMatchObject({ status: 'complete', work_items: { length: 400 } });
		});

		it('is read expanded again once it is small, and an hour later', async () => {
			const { plane, state, scanAgain } = changingPlane();
			await scanAgain();
			state.count = 60;
			expect((await scanAgain()).snapshot).toMatchObject({ status: 'complete', work_items: { length: 60 } });
			expect((await scanAgain()).asked).toEqual([expect.stringContaining('expand=')]);
			state.count = 400;
			await scanAgain();
			plane.clock.advance(60 * 60 * 1000);
			expect((await scanAgain()).asked).toHaveLength(2);
		});
	});

	describe('where large pages take too long', () => {
		/** A Plane that never gets pages of more than `most` rows together, read with retries. */
		function slowPlane(most: number, options: Omit<ListOptions, 'items'> & { count?: number } = {}) {
			const plane = planeOf({ ...names, ...manyAnswers(options.count ?? 900, options) });
			const { now, sleep, advance } = plane.clock;
			const answered = plane.context.send;
			const send: Send = async (request) => {
				const response = await answered(request);
				if (Number(new URL(request.url).searchParams.get('per_page')) <= most) return response;
				advance(request.timeoutMs ?? 0);
				throw new TransportError('late', { kind: 'timeout' });
			};
			const context = { ...plane.context, send: withRetry(send, { now, sleep, random: () => 0 }) };
			const scanFor = async (leftMs: number) =>
				await scanProject(context, web, { allProjects: true, stopAt: now() + leftMs });
			return { plane, scanFor };
		}

		it('asks once for each size and reads the project within its time', async () => {
			const { plane, scanFor } = slowPlane(250);
			expect(await scanFor(180_000)).toMatchObject({ status: 'complete', work_items: { length: 900 } });
			expect(sizesOf(queries(plane))).toEqual([100, 1000, 500, 250, 250, 250, 250]);
		});

		it('goes on with the next size in the next run where the time was too short', async () => {
			const { plane, scanFor } = slowPlane(100);
			const statuses = [];
			for (let run = 0; run < 4; run++) statuses.push((await scanFor(50_000)).status);
			expect(statuses).toEqual(['incomplete', 'incomplete', 'incomplete', 'complete']);
			expect(sizesOf(queries(plane)).slice(0, 6)).toEqual([100, 1000, 100, 500, 100, 250]);
		});

		it('blames the size for no time-out that the end of the run brought', async () => {
			const { plane, scanFor } = slowPlane(100);
			await scanFor(5000);
			expect(plane.context.cache.findPageSize()).toBeNull();
		});
	});

	it('goes on with smaller pages, from a border of theirs, where a later one fails', async () => {
		const broken = answer(502, '<html>');
		const { plane, snapshot } = await scan(
			manyAnswers(1900, {
				instead: (size, page) => ((size > 250 && page > 0) || (size === 250 && page > 4) ? broken : null),
			}),
		);
		expect(snapshot.status).toBe('complete');
		expect(snapshot.work_items.map(({ sequence_id }) => sequence_id)).toEqual([...Array(1900).keys()]);
		expect(queries(plane).slice(3, 7)).toEqual([
			'?order_by=target_date&per_page=500&cursor=500:2:0',
			'?order_by=target_date&per_page=250&cursor=250:4:0',
			'?order_by=target_date&per_page=250&cursor=250:5:0',
			'?order_by=target_date&per_page=100&cursor=100:12:0',
		]);
	});

	it('takes the moment before the first page, whatever the later ones say', async () => {
		const { snapshot } = await scan(manyAnswers(1500));
		expect(snapshot.taken_at).toBe('2026-11-22T18:25:20.000000Z');
		expect(snapshot.work_items.at(-1)?.read_at).toBe('2026-11-22T18:25:21.000000Z');
	});

	it('is incomplete where the number of items moved between the pages', async () => {
		const { snapshot } = await scan(manyAnswers(1500, { total: (page) => 1500 - page }));
		expect(snapshot).toMatchObject({ status: 'incomplete', failure: { kind: 'conflict' } });
		expect(snapshot.work_items).toHaveLength(1500);
	});

	it('is incomplete where an item comes twice, for another one was then skipped', async () => {
		const items = manyItems(1500);
		const shifted = [...items.slice(0, 1000), ...items.slice(999, 1499)];
		const { snapshot } = await scan({ [itemsPath()]: listOf({ items: shifted }) });
		expect(snapshot).toMatchObject({ status: 'incomplete' });
		expect(snapshot.work_items).toHaveLength(1499);
	});

	it('keeps what it has where a later page fails', async () => {
		const lost = new TransportError('lost', { kind: 'network' });
		const { snapshot } = await scan(
			manyAnswers(2500, { instead: (size, page) => (size > 100 && page === 1 ? lost : null) }),
		);
		expect(snapshot).toMatchObject({ status: 'incomplete', failure: { kind: 'network' } });
		expect(snapshot.work_items).toHaveLength(1000);
	});

	it('keeps the first page where the names cannot be read', async () => {
		const { snapshot } = await scan({
			...manyAnswers(150),
			[`projects/${WEB}/states`]: answer(500, '{"error":"x"}'),
		});
		expect(snapshot).toMatchObject({ status: 'incomplete', failure: { kind: 'server' } });
		expect(snapshot.work_items).toHaveLength(100);
	});

	it('comes to an end where Plane gives the same page for ever', async () => {
		const items = manyItems(1000);
		const list = listOf({ items });
		const same = (url: URL) => {
			const { body } = list(new URL(`${url.origin}/?per_page=1000`)) as HttpResponse;
			return answer(200, { ...(JSON.parse(body) as object), next_page_results: true });
		};
		const first = listOf({ items, total: () => 1000 });
		const { snapshot } = await scan({
			[itemsPath()]: (url) => (url.searchParams.has('expand') ? first(url) : same(url)),
		});
		expect(snapshot).toMatchObject({ status: 'incomplete', failure: { kind: 'invalid_response' } });
	});
});

describe('scanProject, one project that cannot be read', () => {
	it.each([
		['a 403', toAnswer(exchange('46-work-items-403-public-not-joined')), 'permission'],
		['no answer', new TransportError('refused', { kind: 'network' }), 'network'],
		['a 500', answer(500, { error: 'x' }), 'server'],
		['a login page', answer(200, '<html>'), 'invalid_response'],
		['no list', answer(200, { results: {} }), 'invalid_response'],
		[
			'a list of something else',
			answer(200, { results: [{ id: 'x' }], total_count: 1, next_page_results: false }),
			'invalid_response',
		],
	])('is unavailable after %s, and does not throw', async (_, given, kind) => {
		const { snapshot } = await scan({ [itemsPath()]: given });
		expect(snapshot).toMatchObject({
			status: 'unavailable',
			work_items: [],
			total_count: null,
			failure: { kind },
		});
	});

	it.each([
		['archived', { archived_at: '2026-11-22T18:22:11.894361Z' }, 'archived'],
		['not joined', { is_member: false }, 'unavailable'],
	])('asks nothing of a project that is %s', async (_, fields, status) => {
		const { plane, snapshot } = await scan({}, { project: { ...web, ...fields } });
		expect(snapshot).toMatchObject({ status, work_items: [] });
		expect(plane.sent).toEqual([]);
	});

	it('leaves out a broken record and is incomplete, naming it', async () => {
		const [broken, ...rest] = manyItems(3);
		const items = [{ expanded: { ...broken?.expanded, updated_at: 'soon' }, bare: {} }, ...rest];
		const { snapshot } = await scan({ [itemsPath()]: listOf({ items }) });
		expect(snapshot).toMatchObject({ status: 'incomplete', failure: { kind: 'invalid_response' } });
		expect(snapshot.failure?.message).toContain(
			'00000000-0000-4000-8000-000000000000 has no usable updated_at',
		);
		expect(snapshot.work_items).toHaveLength(2);
	});

	it('never holds archived, draft or intake items', async () => {
		const [archived, draft, triage, visible] = manyItems(4).map(({ expanded }) => expanded);
		const group = { id: 's', name: 'Triage', color: '', group: 'triage' };
		const rows = [
			{ ...archived, archived_at: '2026-11-20' },
			{ ...draft, is_draft: true },
			{ ...triage, state: group },
			visible,
		];
		const items = rows.map((expanded) => ({ expanded: expanded as Row, bare: {} }));
		const { snapshot } = await scan({ [itemsPath()]: listOf({ items }) });
		expect(snapshot).toMatchObject({ status: 'complete', work_items: [{ id: visible?.['id'] }] });
	});

	it('reads the states once more where an item has a new one', async () => {
		const states = toAnswer(exchange('67-states-list'));
		const page = JSON.parse(states.body) as { results: Row[] };
		const older = answer(200, { ...page, results: page.results.slice(-1) });
		const { snapshot } = await scan({ ...manyAnswers(150), [`projects/${WEB}/states`]: [older, states] });
		expect(snapshot).toMatchObject({ status: 'complete' });
	});

	it('passes a cancellation on', async () => {
		await expect(scan({ [itemsPath()]: new CancelledError() })).rejects.toThrow(CancelledError);
	});
});
