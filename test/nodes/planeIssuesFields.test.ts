/** What the fields of Plane Issues ask for, whatever expressions put into them. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { readChangedSince } from '../../nodes/PlaneIssues/changedSince';
import { readProjectId } from '../../nodes/PlaneIssues/chosenProject';
import { readFilter } from '../../nodes/PlaneIssues/filterFields';
import { readProjectWish } from '../../nodes/PlaneIssues/projectChoice';
import { projectLocator } from '../../nodes/PlaneIssues/projectLocator';
import { readWorkItemFields } from '../../nodes/PlaneIssues/readWorkItemFields';
import type { FieldValues } from '../../nodes/PlaneIssues/readWorkItemFields';
import { CHECKOUT, MARKETING, OPERATIONS, WEB, answer, planeOf } from '../core/plane/support';

/** A node with these parameters, in a workflow of Berlin. */
const nodeWith = (parameters: Readonly<Record<string, unknown>>): IExecuteFunctions =>
	({
		getNodeParameter: (name: string, _: number, fallback: unknown) => parameters[name] ?? fallback,
		getTimezone: () => 'Europe/Berlin',
	}) as unknown as IExecuteFunctions;

/** As n8n's own copy of luxon makes them: no instance of ours. */
const dateTime = { toISO: () => '', toString: () => '2027-01-31T10:00:00.000+01:00' };

describe('readFilter', () => {
	const filterOf = (filters: IDataObject) => readFilter(nodeWith({ filters }), 0);
	const nothing = {
		stateIds: [],
		stateGroups: [],
		priorities: [],
		assigneeIds: [],
		labelIds: [],
		targetDate: {},
		startDate: {},
		nameContains: '',
	};

	it('asks for nothing where nothing is filled in', () => {
		expect(filterOf({})).toEqual(nothing);
		expect(filterOf({ stateGroups: '', updatedSince: '', startDateTo: null, nameContains: ' ' })).toEqual(
			nothing,
		);
	});

	it.each<[string, IDataObject, object]>([
		['states', { states: [WEB] }, { stateIds: [WEB] }],
		['groups', { stateGroups: ['started', 'backlog'] }, { stateGroups: ['started', 'backlog'] }],
		['groups as text', { stateGroups: 'Started, backlog' }, { stateGroups: ['started', 'backlog'] }],
		['priorities', { priorities: ['urgent'] }, { priorities: ['urgent'] }],
		['people', { assignees: [WEB] }, { assigneeIds: [WEB] }],
		['labels as text', { labels: `${WEB}, ${CHECKOUT}` }, { labelIds: [WEB, CHECKOUT] }],
		['the first target date', { targetDateFrom: '2027-01-01' }, { targetDate: { from: '2027-01-01' } }],
		['the last target date', { targetDateTo: '2027-01-31' }, { targetDate: { to: '2027-01-31' } }],
		['the first start date', { startDateFrom: '2027-01-01' }, { startDate: { from: '2027-01-01' } }],
		['the last start date', { startDateTo: '2027-01-31' }, { startDate: { to: '2027-01-31' } }],
		['a part of the name', { nameContains: ' check ' }, { nameContains: 'check' }],
		[
			'an instant in the time of the workflow',
			{ updatedSince: '2027-01-31T10:00:00' },
			{ updatedSince: '2027-01-31T09:00:00.000000Z' },
		],
	])('reads %s', (_, filters, expected) => {
		expect(filterOf(filters)).toEqual({ ...nothing, ...expected });
	});

	it.each<[string, IDataObject, RegExp]>([
		['a group', { stateGroups: ['done'] }, /"State Groups" has "done".*one of backlog, /],
		['a priority', { priorities: 'asap' }, /"Priorities" has "asap".*one of urgent, /],
		['a state', { states: ['Done'] }, /"State Names or IDs" has "Done"/],
		['a person', { assignees: ['Ada'] }, /"Assignee Names or IDs" has "Ada"/],
		['a label', { labels: ['bug'] }, /"Label Names or IDs" has "bug"/],
		['a first date', { startDateFrom: 'soon' }, /"Start Date From" is "soon"/],
		['a last date', { targetDateTo: 'soon' }, /"Target Date To" is "soon"/],
		['an instant', { updatedSince: 'yesterday' }, /"Updated Since" is "yesterday"/],
	])('refuses %s that is none, naming the field', (_, filters, message) => {
		expect(() => filterOf(filters)).toThrow(message);
	});
});

describe('readWorkItemFields', () => {
	const { context } = planeOf({});
	const read = async (values: FieldValues, clearsEmpty = false) =>
		await readWorkItemFields(context, values, { clearsEmpty });

	it.each<[string, FieldValues, object]>([
		['a name', { name: ' New ' }, { name: 'New' }],
		['plain text', { description: '1 < 2' }, { description_html: '<p>1 &lt; 2</p>' }],
		['HTML', { description: '<b>x</b>', descriptionFormat: 'html' }, { description_html: '<b>x</b>' }],
		['people', { assignees: [WEB, { id: CHECKOUT }, WEB] }, { assignees: [WEB, CHECKOUT] }],
		['labels as text', { labels: `${WEB}, ${CHECKOUT}` }, { labels: [WEB, CHECKOUT] }],
		['a state', { state: WEB }, { state: WEB }],
		['a priority', { priority: 'URGENT' }, { priority: 'urgent' }],
		['a start date', { startDate: dateTime }, { start_date: '2027-01-31' }],
		['a target date', { targetDate: '2027-01-31' }, { target_date: '2027-01-31' }],
		['a parent by its ID', { parent: CHECKOUT }, { parent: CHECKOUT }],
		['a parent of a list', { parent: { mode: 'list', value: CHECKOUT } }, { parent: CHECKOUT }],
		['what is no field', { colour: 'red' }, {}],
	])('reads %s', async (_, values, expected) => {
		expect(await read(values)).toEqual(expected);
	});

	const empty: FieldValues = {
		description: ' ',
		assignees: [],
		labels: '',
		priority: '',
		startDate: '',
		targetDate: null,
		parent: { mode: 'id', value: '' },
	};

	it('leaves alone what is empty', async () => {
		expect(await read(empty)).toEqual({});
	});

	it('clears what is empty when told to', async () => {
		expect(await read(empty, true)).toEqual({
			description_html: '<p></p>',
			assignees: [],
			labels: [],
			priority: 'none',
			start_date: null,
			target_date: null,
			parent: null,
		});
	});

	it('asks Plane for the ID of a parent given by its key', async () => {
		const record = { id: CHECKOUT, sequence_id: 48, project: { id: WEB, identifier: 'WEB' } };
		const plane = planeOf({ 'work-items/WEB-48': answer(200, record) });
		const fields = await readWorkItemFields(plane.context, { parent: 'web-48' }, { clearsEmpty: false });

		expect(fields).toEqual({ parent: CHECKOUT });
		expect(plane.sent[0]?.url).toMatch(/\/work-items\/WEB-48\/\?expand=project$/);
	});

	it.each<[string, FieldValues, RegExp]>([
		['people', { assignees: ['Ada', WEB] }, /"Assignee Names or IDs" has "Ada", which is no ID/],
		['labels', { labels: 'bug, ux' }, /"Label Names or IDs" has "bug, ux"/],
		['a priority', { priority: 'asap' }, /"Priority" is "asap".*one of urgent, high/],
		['a parent', { parent: 'the other' }, /"Parent" is "the other"/],
		['a date', { startDate: '2027-02-30' }, /"Start Date" is "2027-02-30"/],
	])('refuses %s that cannot be used, naming the field', async (_, values, message) => {
		await expect(read(values)).rejects.toThrow(message);
	});

	it('does not clear a state, for a work item always has one', async () => {
		await expect(read({ state: '' }, true)).rejects.toThrow(/"State Name or ID" is empty/);
	});
});

describe('readProjectId', () => {
	it.each([
		[` ${WEB.toUpperCase()} `, WEB],
		['', null],
		[null, null],
	])('reads %p as %p', (project, expected) => {
		expect(readProjectId(nodeWith({ project }), 0)).toBe(expected);
	});

	it('refuses what is no ID, in few words', () => {
		const project = `WEB${'x'.repeat(100)}`;

		expect(() => readProjectId(nodeWith({ project }), 0)).toThrow(/"Project" is "WEBx{57}", which is no ID/);
	});

	it.each([
		[`https://app.plane.so/acme/projects/${WEB}/issues/`, WEB],
		[`https://plane.example/acme/projects/${WEB.toUpperCase()}`, WEB.toUpperCase()],
		['https://plane.example/acme/', undefined],
	])('finds in the address %s the ID %p', (address, expected) => {
		const byUrl = projectLocator(undefined).modes?.find(({ name }) => name === 'url');
		const { regex } = byUrl?.extractValue as { regex: string };

		expect(new RegExp(`^${regex}$`).exec(address)?.[1]).toBe(expected);
	});
});

describe('readProjectWish', () => {
	it.each<[string, object, object]>([
		['all', {}, { choice: { kind: 'all' }, leaveOutSecret: false }],
		[
			'all but secret ones',
			{ projects: 'all', leaveOutSecret: true },
			{ choice: { kind: 'all' }, leaveOutSecret: true },
		],
		[
			'public ones of those picked',
			{ projects: 'except', projectIds: `${WEB}, ${MARKETING}`, leaveOutSecret: true },
			{ choice: { kind: 'except', ids: [WEB, MARKETING] }, leaveOutSecret: true },
		],
	])('reads %s', (_, parameters, expected) => {
		expect(readProjectWish(nodeWith({ ...parameters }), 0)).toEqual(expected);
	});
});

describe('readChangedSince', () => {
	const since = (changedSince: unknown) => readChangedSince(nodeWith({ changedSince }), 0);
	const INSTANT = '2027-01-31T09:00:00.000000Z';

	it.each([
		['text', '2027-01-31T09:00:00Z'],
		['text in the time of the workflow', '2027-01-31T10:00:00'],
		['a Date', new Date('2027-01-31T09:00:00Z')],
		["n8n's DateTime", dateTime],
	])('takes %s for every project', (_, value) => {
		expect(since(value)(WEB)).toBe(INSTANT);
	});

	it('takes an instant of its own for each project, and none for the others', () => {
		const sinceOf = since({ [WEB.toUpperCase()]: INSTANT, [MARKETING]: null });

		expect([WEB, MARKETING, OPERATIONS].map(sinceOf)).toEqual([INSTANT, undefined, undefined]);
	});

	it('reads everything where the field is empty', () => {
		expect(['', null].map((value) => since(value)(WEB))).toEqual([undefined, undefined]);
	});
});
