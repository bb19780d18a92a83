import { TransformToVevent } from '../../nodes/TransformToVevent/TransformToVevent.node';
import type { INodeParameters } from 'n8n-workflow';
import { aSnapshot, aWorkItem, uidOfItem, uuid } from '../support/builders';
import { runNode } from '../support/engine';

const transform = async (items: readonly object[], onError?: 'continueRegularOutput') =>
	await runNode({ node: new TransformToVevent(), parameters: {}, items, ...(onError && { onError }) });

describe('Transform to VEVENT', () => {
	it('turns each work item into an event item of its own', async () => {
		const { outputs } = await transform([aWorkItem(1), aWorkItem(2, { target_date: null })]);

		expect(outputs[0]).toMatchObject([
			{ json: { action: 'upsert', uid: uidOfItem(1) }, pairedItem: { item: 0 } },
			{ json: { action: 'delete', reason: 'no_target_date' }, pairedItem: { item: 1 } },
		]);
	});

	it('turns a snapshot into one batch', async () => {
		const { outputs } = await transform([aSnapshot([aWorkItem(1), aWorkItem(2)])]);

		expect(outputs[0]).toMatchObject([{ json: { events: [{ uid: uidOfItem(1) }, { uid: uidOfItem(2) }] } }]);
	});

	it('says what to connect when the input is something else', async () => {
		const { error } = await transform([{ hello: 'world' }]);

		expect(error?.message).toMatch(/Plane Issues/);
	});

	it('goes on with the next item when it may continue on fail', async () => {
		const { outputs } = await transform([{ hello: 'world' }, aWorkItem(1)], 'continueRegularOutput');

		expect(outputs[0]).toMatchObject([
			{ json: { error: expect.any(String) }, pairedItem: { item: 0 } },
			{ json: { uid: uidOfItem(1) }, pairedItem: { item: 1 } },
		]);
	});
});

describe('the calendars of Transform to VEVENT', () => {
	const ADA = { id: uuid(801), display_name: 'Ada' };
	const BOB = { id: uuid(802), display_name: 'Bob' };
	const label = (name: string) => ({ id: uuid(850), name, color: '' });

	const calendarsFor = async (parameters: INodeParameters, item: object): Promise<unknown> => {
		const { outputs, error } = await runNode({ node: new TransformToVevent(), parameters, items: [item] });
		return error?.message ?? outputs[0]?.map(({ json }) => json['calendar'] ?? json);
	};

	it.each([
		['one for all projects', { calendars: 'all_projects', calendarName: 'Team' }, ['Team']],
		['one per assignee', { calendars: 'assignee' }, ['Plane: Ada', 'Plane: Bob']],
		['one per label', { calendars: 'label' }, ['Plane: QA']],
		['one per project', { calendars: 'project' }, ['Plane: Website relaunch']],
		['what a node has that knows no choice yet', {}, ['Plane: Website relaunch']],
	])('are %s', async (_, parameters, names) => {
		const item = aWorkItem(1, { assignees: [ADA, BOB], labels: [label('QA')] });

		expect(await calendarsFor(parameters, item)).toMatchObject(names.map((name) => ({ name })));
	});

	it.each([
		['assignee', 'withoutAssignee'],
		['label', 'withoutLabel'],
	])('are those of the project for an item without %s, or none', async (calendars, field) => {
		const run = async (choice: object): Promise<unknown> =>
			await runNode({
				node: new TransformToVevent(),
				parameters: { calendars, ...choice },
				items: [aWorkItem(1)],
			});

		expect(await run({})).toMatchObject({ outputs: [[{ json: { action: 'upsert', uid: uidOfItem(1) } }]] });
		expect(await run({ [field]: 'none' })).toMatchObject({
			outputs: [[{ json: { action: 'delete', reason: 'no_calendar' } }]],
		});
	});

	it('give a work item several output items that belong to the one it came from', async () => {
		const items = [aWorkItem(1), aWorkItem(2, { assignees: [ADA, BOB] })];
		const { outputs } = await runNode({
			node: new TransformToVevent(),
			parameters: { calendars: 'assignee' },
			items,
		});

		expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 1 }]);
	});

	it('are the targets of a batch', async () => {
		const { outputs } = await runNode({
			node: new TransformToVevent(),
			parameters: { calendars: 'assignee', withoutAssignee: 'none' },
			items: [aSnapshot([aWorkItem(1, { assignees: [ADA] }), aWorkItem(2)])],
		});

		expect(outputs[0]).toMatchObject([
			{
				json: {
					targets: [{ name: 'Plane: Ada' }],
					events: [{ action: 'upsert' }, { action: 'delete', reason: 'no_calendar' }],
				},
			},
		]);
	});

	it('are refused where an expression gives no choice', async () => {
		expect(await calendarsFor({ calendars: '={{ "milestone" }}' }, aWorkItem(1))).toMatch(/no choice/);
	});
});
