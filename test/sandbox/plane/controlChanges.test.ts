/** The control's changes that no recording shows, and what it refuses; over HTTP alone. */
import { ITEM, answers, control, inWeb, itemPath, missing, seen } from './changeTable';
import type { Change, Named } from './changeTable';
import { expectTaken, prepare, stepOutside } from './outside';
import type { Outside } from './outside';
import { REFUSED } from './controlRefusals';
import { CHANGES } from './recordedChanges';
import { startReceiver } from './receiver';
import type { Receiver } from './receiver';
import { startForTest } from './standInForTests';

let receiver: Receiver;
let outside: Outside;
let stop: () => Promise<void>;
beforeEach(async () => {
	receiver = await startReceiver();
	const plane = await startForTest();
	stop = plane.close;
	outside = await stepOutside(plane.url);
	await outside.act('webhook', { url: receiver.url });
});
afterEach(async () => {
	await stop();
	await receiver.close();
});

const link = control('add-link', { item: ITEM, url: 'https://acme.example/x' });
const relate = control('relate', { item: ITEM, relation: 'blocking', other: 'WEB-1' });
const state = control('create-state', { project: 'WEB', name: 'Parked', group: 'backlog', color: '#123456' });
const label = control('create-label', { project: 'WEB', name: 'later', color: '#123456' });

/** None of these is announced. */
const SILENT: readonly Named[] = [
	[
		'create-state',
		{
			call: state,
			after: [answers(inWeb('states/{it}/'), { name: 'Parked', group: 'backlog', color: '#123456' })],
		},
	],
	[
		'delete-state',
		{
			prepare: [state],
			call: control('delete-state', { project: 'WEB', state: 'Parked' }),
			after: [missing(inWeb('states/{it}/'))],
		},
	],
	[
		'create-label',
		{ call: label, after: [answers(inWeb('labels/{it}/'), { name: 'later', color: '#123456' })] },
	],
	[
		'delete-link',
		{
			prepare: [link],
			call: control('delete-link', { link: '{it}' }),
			after: [missing(`${itemPath(ITEM)}links/{it}/`)],
		},
	],
	[
		'unrelate',
		{
			prepare: [relate],
			call: control('unrelate', { item: 'WEB-1', other: ITEM }),
			after: [answers(`${itemPath(ITEM)}relations/`, { blocking: [] })],
		},
	],
	[
		'add-member',
		{
			prepare: [control('remove-member', { project: 'WEB', user: 'José' })],
			call: control('add-member', { project: 'WEB', user: 'José', role: 15 }),
			after: [{ path: inWeb('work-items/'), as: 'José', status: 200 }],
		},
	],
	[
		'add-member as an administrator',
		{
			call: control('add-member', { project: 'DSN', user: 'Ada', role: 20 }),
			after: [answers('projects/{DSN}/', { is_member: true, member_role: 20 })],
		},
	],
];

async function expectShown(after: Change['after']): Promise<void> {
	for (const answer of after) {
		const { told, expected } = await outside.compare(answer);
		expect([told]).toMatchObject([expected]);
	}
}

describe('a change over HTTP that was not recorded', () => {
	it.each(SILENT)('%s is silent, and REST shows it', async (_, change: Change) => {
		await prepare(outside, change);
		expectTaken(change.call, await outside.call(change.call), false);
		await outside.act('drain');
		await expectShown(change.after);
		expect(receiver.received).toEqual([]);
	});

	it('is made by whoever is named', async () => {
		await outside.call(control('create-item', { project: 'WEB', fields: { name: 'New' }, by: 'José' }));
		await outside.act('drain');
		await expectShown([seen('it', { created_by: '{José}' })]);
		expect(JSON.parse(receiver.received[0]?.body ?? '').activity.actor.first_name).toBe('José');
	});

	it('takes names for states, labels, people, cycles and modules', async () => {
		const patch = { state: 'Done', labels: ['bug'], assignees: ['Ada'], parent: 'WEB-1' };
		await outside.act('update-item', { item: ITEM, patch });
		await outside.act('create-cycle', { project: 'WEB', name: 'Sprint' });
		await outside.act('add-to-cycle', { cycle: 'Sprint', item: ITEM });
		await outside.act('create-module', { project: 'WEB', name: 'Checkout' });
		await outside.act('update-module', { module: 'Checkout', patch: { members: ['José'] } });
		await expectShown([
			seen(ITEM, { state: '{Done}', labels: ['{bug}'], assignees: ['{Ada}'], parent: '{WEB-1}' }),
			answers(inWeb('cycles/'), { results: [{ name: 'Sprint', completed_issues: 1 }] }),
			answers(inWeb('modules/'), { results: [{ name: 'Checkout', members: ['{José}'] }] }),
		]);
	});
});

describe('the control over HTTP', () => {
	it.each(REFUSED)('refuses %s, says why, and changes nothing', async (_, { call, words, first = [] }) => {
		await prepare(outside, { prepare: first, call, after: [] });
		receiver.received.length = 0;
		const before = await outside.read('state');
		const { status, json } = await outside.call(call);
		await outside.act('drain');
		expect([status, json.error]).toEqual([400, expect.stringMatching(words)]);
		expect([await outside.read('state'), receiver.received]).toEqual([before, []]);
	});

	it('names what there is when an action is unknown', async () => {
		const { status, json } = await outside.act('explode');
		expect([status, json.error]).toEqual([404, expect.stringMatching(/There are: create-item, /)]);
	});

	it('offers no change that is not made here or by a recorded change', async () => {
		const { json } = await outside.act('explode');
		const known: string[] = json.error.replace(/^.*There are: |\.$/g, '').split(', ');
		const all = [...CHANGES.values(), ...SILENT.map(([, change]) => change)];
		const calls = all.flatMap(({ prepare: before = [], call }) => [...before, call]);
		const made = new Set(calls.flatMap((call) => ('action' in call ? [call.action] : [])));
		const changes = known.slice(0, known.indexOf('webhook'));
		expect(changes.length).toBeGreaterThan(40);
		expect(changes.filter((name) => !made.has(name))).toEqual([]);
	});
});
