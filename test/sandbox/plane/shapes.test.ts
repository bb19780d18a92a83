import { shapeDifferences, recordedAnswer, recordedDelivery } from './recordings';
import { startReceiver } from './receiver';
import { startForTest } from './standInForTests';
import type { TestStandIn } from './standInForTests';

let plane: TestStandIn;
beforeAll(async () => {
	plane = await startForTest();
});
afterAll(() => plane.close());

const EXPAND = 'expand=state,labels,assignees,project';
const bodyOf = (number: string) => JSON.parse(recordedAnswer(number).bodyText);
const urlOf = (path: string): string => path.replace(/^([A-Z]+)/, (identifier) => plane.pathOf(identifier));

describe('the shape of a REST answer', () => {
	it.each([
		['03', 'the project list', '/workspaces/acme/projects/'],
		[
			'05',
			'the project list with fields',
			'/workspaces/acme/projects/?fields=id,identifier,name,archived_at,is_member',
		],
		['07', 'a project', 'WEB/'],
		['08', 'an archived project', 'LEG/'],
		['09', 'a project that was not joined', 'DSN/'],
		['12', 'the bare item list', 'WEB/work-items/'],
		['13', 'the expanded item list', `WEB/work-items/?${EXPAND}`],
		[
			'15',
			'the trimmed item list',
			'WEB/work-items/?fields=id,name,sequence_id,target_date,start_date,state,priority,updated_at&per_page=10',
		],
		[
			'17',
			'unknown fields',
			'WEB/work-items/?fields=id,nonsense,description_stripped&expand=nonsense&per_page=2',
		],
		['24', 'the issues alias', 'WEB/issues/?order_by=target_date&per_page=2'],
		['34', 'an item by key', '/workspaces/acme/work-items/WEB-3/'],
		['35', 'an expanded item by key', `/workspaces/acme/work-items/WEB-3/?${EXPAND}`],
		['67', 'the states', 'WEB/states/'],
		['69', 'the labels', 'WEB/labels/'],
		['71', 'the members of the workspace', '/workspaces/acme/members/'],
		['72', 'the members of a project', 'WEB/members/'],
		['73', 'the members under their other name', 'WEB/project-members/'],
		['01', 'the user', '/users/me/'],
		['74', 'a search', '/workspaces/acme/work-items/search/?search=checkout&limit=5'],
		['76', 'a search without a hit', '/workspaces/acme/work-items/search/?search=zzzzzz'],
	])('is that of rest/%s: %s', async (number, _, path) => {
		const { status, json } = await plane.ask(urlOf(path));
		expect(status).toBe(recordedAnswer(number).status);
		expect(shapeDifferences(json, bodyOf(number))).toEqual([]);
	});

	it('expands nulls as recorded: {} for parent and updated_by, an object of nulls for the estimate', async () => {
		const expand =
			'expand=state,labels,assignees,project,parent,type,estimate_point,created_by,updated_by,workspace';
		const { json } = await plane.ask(`/workspaces/acme/work-items/WEB-13/?${expand}`);
		const recorded = bodyOf('28');
		expect(shapeDifferences(json, recorded)).toEqual([]);
		const nulls = ['parent', 'updated_by', 'type', 'estimate_point'].map((key) => [json[key], recorded[key]]);
		for (const [ours, theirs] of nulls) expect(ours).toEqual(theirs);
	});

	it('writes floats with their fraction', async () => {
		const { text } = await plane.ask(`${plane.pathOf('WEB')}/work-items/?per_page=1`);
		expect(text).toMatch(/"sort_order":\d+\.0,/);
	});

	it('lists ids oldest first but expanded rows newest first', async () => {
		const bare = (await plane.ask('/workspaces/acme/work-items/WEB-3/')).json;
		const expanded = (await plane.ask(`/workspaces/acme/work-items/WEB-3/?${EXPAND}`)).json;
		for (const key of ['labels', 'assignees']) {
			expect(expanded[key].map((row: { id: string }) => row.id).reverse()).toEqual(bare[key]);
		}
	});

	it.each([
		['Ada', /Z$/, '01'],
		['José', /-0[45]:00$/, '31'],
		['Mei-Ling', /\+0[12]:00$/, '33'],
	])("writes instants in the key owner's time zone: %s", async (name, pattern) => {
		const { json } = await plane.ask('/workspaces/acme/work-items/WEB-3/', {
			key: plane.apiKeys[name] ?? '',
		});
		expect(json.updated_at).toMatch(pattern);
		expect(json.updated_at).toMatch(/T\d\d:\d\d:\d\d\.\d{6}/);
	});
});

describe('the shape of a delivery', () => {
	it.each([
		[
			'an item',
			'03-issue-created-full-api.json',
			() => plane.control.createItem('WEB', { name: 'x', labels: ['bug'], assignees: ['Ada'] }),
		],
		[
			'a patch',
			'08-issue-updated-name-api.json',
			() => plane.control.updateItem('WEB-3', { name: 'y' }, { via: 'api' }),
		],
		['a project', '78-project-updated-name-api.json', () => plane.control.renameProject('WEB', 'Relaunch')],
		['a new project', '68-project-created-api.json', () => plane.control.createProject('Fresh', 'FRE')],
		['a deleted project', '71-project-deleted-api.json', () => plane.control.deleteProject('Fresh')],
	])('is the recorded one for %s', async (_, name, change) => {
		const receiver = await startReceiver();
		plane.control.setWebhook(receiver.url);
		change();
		await plane.control.drain();
		await receiver.close();
		const recorded = recordedDelivery(name).request;
		expect(
			shapeDifferences(JSON.parse(receiver.received[0]?.body ?? ''), JSON.parse(recorded.bodyText)),
		).toEqual([]);
		expect(receiver.received[0]?.headerNames).toEqual(Object.keys(recorded.headers));
	});
});
