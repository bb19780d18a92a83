import { recordedAnswer } from './recordings';
import { NOBODY, startForTest } from './standInForTests';
import type { TestStandIn } from './standInForTests';

let plane: TestStandIn;
beforeEach(async () => {
	plane = await startForTest();
});
afterEach(() => plane.close());

const id = (key: string): string => plane.control.item(key).id;
const listed = async (project = 'WEB'): Promise<number> =>
	(await plane.ask(`${plane.pathOf(project)}/work-items/`)).json.total_count;

describe('a refused request', () => {
	it.each([
		['10', 'a secret project', () => `${plane.pathOf('PAY')}/`],
		['11', 'an unknown project', () => `${plane.pathOf('NOPE')}/`],
		['36', 'a key in lower case', () => '/workspaces/acme/work-items/web-3/'],
		['38', 'a key in an archived project', () => '/workspaces/acme/work-items/LEG-1/'],
		['41', 'an unknown item', () => `${plane.pathOf('WEB')}/work-items/${NOBODY}/`],
		['42', 'an item of another project', () => `${plane.pathOf('APP')}/work-items/${id('WEB-1')}/`],
		['44', 'an id that is no UUID', () => `${plane.pathOf('WEB')}/work-items/not-a-uuid/`],
		['45', 'items of an unknown project', () => `${plane.pathOf('NOPE')}/work-items/`],
		['46', 'items of a project not joined', () => `${plane.pathOf('DSN')}/work-items/`],
		[
			'48',
			'items of an unknown workspace',
			() => plane.pathOf('WEB').replace('acme', 'nowhere') + '/work-items/',
		],
		['49', 'an unknown workspace', () => '/workspaces/nowhere/projects/'],
		['57', 'a page that is too large', () => `${plane.pathOf('WEB')}/work-items/?per_page=1001`],
		['59', 'a page of none', () => `${plane.pathOf('WEB')}/work-items/?per_page=0`],
		['61', 'a broken cursor', () => `${plane.pathOf('WEB')}/work-items/?per_page=3&cursor=abc`],
		['63', 'an unknown order', () => `${plane.pathOf('WEB')}/work-items/?order_by=nonsense`],
		['64', 'an unknown route', () => '/workspaces/acme/nonsense/'],
		['65', 'the webhooks route', () => '/workspaces/acme/webhooks/'],
		['68', 'states of a project not joined', () => `${plane.pathOf('DSN')}/states/`],
		[
			'111',
			'an unknown external id',
			() => `${plane.pathOf('WEB')}/work-items/?external_id=nope&external_source=calendar`,
		],
	])('is answered as recorded in rest/%s: %s', async (number, _, path) => {
		const { status, text, headers } = await plane.ask(path());
		const recorded = recordedAnswer(number);
		expect({ status, text, allow: headers.get('allow') }).toEqual({
			status: recorded.status,
			text: recorded.bodyText,
			allow: recorded.headers['allow'] ?? null,
		});
		expect(headers.has('x-ratelimit-remaining')).toBe('x-ratelimit-remaining' in recorded.headers);
	});

	it.each([
		['53', 'no key', null],
		['52', 'a bad key', `plane_api_${'f'.repeat(32)}`],
	])('is answered as recorded in rest/%s: %s', async (number, _, key) => {
		const { status, text } = await plane.ask(`${plane.pathOf('WEB')}/work-items/`, { key });
		expect([status, text]).toEqual([recordedAnswer(number).status, recordedAnswer(number).bodyText]);
	});

	it('refuses somebody outside the workspace', async () => {
		const { status, text } = await plane.ask('/workspaces/acme/projects/', {
			key: plane.apiKeys['Otto'] ?? '',
		});
		expect([status, text]).toEqual([403, recordedAnswer('50').bodyText]);
	});

	it.each([
		['91', { name: '' }],
		['92', { target_date: '2026-12-10' }],
		['93', { name: 'x'.repeat(256) }],
		['88', { name: 'Wrong dates', start_date: '2026-12-20', target_date: '2026-12-10' }],
	])('refuses a POST as recorded in rest/%s', async (number, body) => {
		const { status, text } = await plane.ask(`${plane.pathOf('WEB')}/work-items/`, { method: 'POST', body });
		expect([status, text]).toEqual([400, recordedAnswer(number).bodyText]);
	});

	it.each([
		['94', () => ({ target_date: '12/18/2026' })],
		['95', () => ({ target_date: '2026-12-18T00:00:00Z' })],
		['96', () => ({ priority: 'critical' })],
		['97', () => ({ state: plane.control.item('APP-1').state })],
	])('refuses a PATCH as recorded in rest/%s', async (number, body) => {
		const path = `${plane.pathOf('WEB')}/work-items/${id('WEB-1')}/`;
		const { status, text } = await plane.ask(path, { method: 'PATCH', body: body() });
		expect([status, text]).toEqual([400, recordedAnswer(number).bodyText]);
	});

	it('refuses a method the route does not have', async () => {
		const { status, text, headers } = await plane.ask(`${plane.pathOf('WEB')}/work-items/`, {
			method: 'PUT',
			body: {},
		});
		expect([status, text, headers.get('allow')]).toEqual([405, recordedAnswer('104').bodyText, 'GET, POST']);
	});

	it('refuses a body that is no JSON and changes nothing', async () => {
		const before = plane.control.item('WEB-1');
		const path = `${plane.pathOf('WEB')}/work-items/${before.id}/`;
		expect((await plane.ask(path, { method: 'PATCH', body: '{' })).status).toBe(400);
		expect(plane.control.item('WEB-1')).toBe(before);
	});

	it.each(['GET', 'PATCH'])(
		'sends a %s without a trailing slash elsewhere, before any key is looked at',
		async (method) => {
			const path = `${plane.pathOf('WEB')}/work-items?per_page=1`;
			const reply = await plane.ask(path, { method, key: null });
			expect([reply.status, reply.text]).toEqual([301, '']);
			expect(reply.headers.get('location')).toBe(`/api/v1${plane.pathOf('WEB')}/work-items/?per_page=1`);
		},
	);
});

describe('a hidden item', () => {
	it.each([
		['archived', () => plane.control.archiveItem('WEB-3')],
		['deleted', () => plane.control.deleteItem('WEB-3')],
		['a draft', () => plane.control.updateItem('WEB-3', { is_draft: true })],
	])('is neither listed nor found when it is %s', async (_, hide) => {
		const path = `${plane.pathOf('WEB')}/work-items/${id('WEB-3')}/`;
		const before = await listed();
		hide();
		const { status, text } = await plane.ask(path);
		expect([status, text]).toEqual([404, recordedAnswer('40').bodyText]);
		expect(await listed()).toBe(before - 1);
	});

	it('waits in the intake until it is accepted', async () => {
		const item = plane.control.createIntakeItem('WEB', { name: 'A wish', target_date: '2026-12-01' });
		const path = `${plane.pathOf('WEB')}/work-items/${item.id}/`;
		expect((await plane.ask(path)).status).toBe(404);
		plane.control.acceptIntakeItem(item.id);
		expect((await plane.ask(path)).status).toBe(200);
	});

	it('comes back from the archive', async () => {
		const before = await listed();
		plane.control.archiveItem('WEB-3');
		plane.control.unarchiveItem('WEB-3');
		expect(await listed()).toBe(before);
	});

	it('goes with its parent', async () => {
		const child = id('WEB-10');
		plane.control.deleteItem('WEB-9');
		expect((await plane.ask(`${plane.pathOf('WEB')}/work-items/${child}/`)).status).toBe(404);
	});

	it('is found by its external id although it is archived', async () => {
		plane.control.updateItem('WEB-3', { external_id: 'e1', external_source: 'calendar' });
		plane.control.archiveItem('WEB-3');
		const { json } = await plane.ask(
			`${plane.pathOf('WEB')}/work-items/?external_id=e1&external_source=calendar`,
		);
		expect([json.id, typeof json.archived_at]).toEqual([id('WEB-3'), 'string']);
	});
});

describe('an archived project', () => {
	it('is listed and read, but holds no item, state or label', async () => {
		plane.control.archiveProject('WEB');
		const answers = await Promise.all(
			['work-items', 'states', 'labels'].map((list) => plane.ask(`${plane.pathOf('WEB')}/${list}/`)),
		);
		expect(answers.map(({ status, json }) => [status, json.total_count])).toEqual([
			[200, 0],
			[200, 0],
			[200, 0],
		]);
		expect((await plane.ask(`${plane.pathOf('WEB')}/work-items/${id('WEB-1')}/`)).status).toBe(404);
		const detail = await plane.ask(`${plane.pathOf('WEB')}/`);
		expect([detail.status, typeof detail.json.archived_at]).toEqual([200, 'string']);
	});

	it('answers the recorded empty list', async () => {
		const { text } = await plane.ask(`${plane.pathOf('LEG')}/work-items/`);
		expect(text).toBe(recordedAnswer('54').bodyText);
	});
});

describe('a list', () => {
	it('ignores every filter', async () => {
		const filters = `state=${NOBODY}&target_date=2026-12-04&updated_at__gt=2030-01-01T00:00:00Z`;
		const { json } = await plane.ask(`${plane.pathOf('WEB')}/work-items/?${filters}`);
		expect(json.total_count).toBe(await listed());
	});

	it('loses items when others are deleted during a scan', async () => {
		const path = `${plane.pathOf('WEB')}/work-items/?order_by=target_date&per_page=5&fields=id`;
		const first = (await plane.ask(path)).json;
		for (const { id: gone } of first.results) plane.control.deleteItem(gone);
		const second = (await plane.ask(`${path}&cursor=${first.next_cursor}`)).json;
		const live = (await plane.ask(path)).json.results;
		expect(second.results).not.toEqual(expect.arrayContaining(live.slice(0, 1)));
	});

	it('takes at most 100 a page where told so', async () => {
		const cloud = await startForTest({ maxPerPage: 100 });
		const { status, json } = await cloud.ask(`${cloud.pathOf('WEB')}/work-items/?per_page=101`);
		await cloud.close();
		expect([status, json.detail]).toEqual([400, 'Invalid per_page value. Cannot exceed 100.']);
	});
});

describe('a write', () => {
	const items = (): string => `${plane.pathOf('WEB')}/work-items/`;

	it('creates an item, whose answer is a little older than what is stored', async () => {
		const { status, json } = await plane.ask(items(), {
			method: 'POST',
			body: { name: 'New', target_date: '2026-12-18' },
		});
		const stored = (await plane.ask(`${items()}${json.id}/`)).json;
		expect(status).toBe(201);
		expect([json.sequence_id, stored.name, stored.target_date]).toEqual([15, 'New', '2026-12-18']);
		expect(json.created_at < stored.created_at).toBe(true);
	});

	it('refuses an external id twice', async () => {
		const body = { name: 'New', external_id: 'e', external_source: 's' };
		const first = await plane.ask(items(), { method: 'POST', body });
		const { status, json } = await plane.ask(items(), { method: 'POST', body });
		const { error } = JSON.parse(recordedAnswer('84').bodyText);
		expect([status, json]).toEqual([409, { error, id: first.json.id }]);
	});

	it('stamps a completed item anew with every save and clears the stamp when it is reopened', async () => {
		const done = plane.control.updateItem('WEB-3', { state: 'Done' });
		const later = plane.control.updateItem('WEB-3', { name: 'Still done' });
		const open = plane.control.updateItem('WEB-3', { state: 'Todo' });
		expect(Number(later.completed_at)).toBeGreaterThan(Number(done.completed_at));
		expect(open.completed_at).toBeNull();
	});

	it('moves updated_at even when nothing changes', async () => {
		const { id: item, name, updated_at: before } = plane.control.item('WEB-3');
		await plane.ask(`${items()}${item}/`, { method: 'PATCH', body: { name } });
		expect(plane.control.item('WEB-3').updated_at).toBeGreaterThan(before);
	});

	it('lets a start lie after the stored target', async () => {
		const { status } = await plane.ask(`${items()}${id('WEB-3')}/`, {
			method: 'PATCH',
			body: { start_date: '2030-01-01' },
		});
		expect(status).toBe(200);
	});

	it('drops an assignee who is not in the project', async () => {
		plane.control.removeMember('WEB', 'José');
		const item = plane.control.updateItem('WEB-3', { assignees: ['José', 'Ada'] });
		expect(item.assignees).toHaveLength(1);
	});

	it('deletes for the admin and the creator only', async () => {
		const path = `${items()}${id('WEB-3')}/`;
		const member = await plane.ask(path, { method: 'DELETE', key: plane.apiKeys['José'] ?? '' });
		expect([member.status, member.text]).toEqual([403, recordedAnswer('100').bodyText]);
		expect((await plane.ask(path, { method: 'DELETE' })).status).toBe(204);
		expect((await plane.ask(path, { method: 'DELETE' })).status).toBe(404);
	});

	it('refuses punctuation in a project name', async () => {
		const { status } = await plane.ask(`${plane.pathOf('WEB')}/`, {
			method: 'PATCH',
			body: { name: 'R & D' },
		});
		expect(status).toBe(400);
	});
});

describe('updated_at', () => {
	it('moves a second time a moment after a change', async () => {
		const bumping = await startForTest({ secondBumpMs: 20 });
		const first = bumping.control.updateItem('WEB-1', { name: 'Renamed' });
		await new Promise((resolve) => setTimeout(resolve, 120));
		const later = bumping.control.item('WEB-1');
		await bumping.close();
		expect(later.updated_at).toBeGreaterThan(first.updated_at);
		expect(later.completed_at).toBe(first.completed_at);
	});
});
