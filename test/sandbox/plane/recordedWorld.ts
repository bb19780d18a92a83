/**
 * The world in which the REST answers were recorded, put together from the answers themselves. What no answer
 * shows (hidden items, keys, the name of a secret project) is made up and marked so.
 */
import type { IdFor } from '../../../sandbox/plane/ids';
import type { Micros } from '../../../sandbox/plane/instants';
import { addProject, createWorld } from '../../../sandbox/plane/store';
import type { ProjectBox, World } from '../../../sandbox/plane/store';
import { ADMIN, MEMBER } from '../../../sandbox/plane/types';
import type { Member, ProjectRow, WorkItemRow } from '../../../sandbox/plane/types';
import { recordedExchanges } from './recordings';
import { hangRecords } from './recordedRecords';
import { itemRow, labelRow, microsOf, projectRow, stateRow } from './recordedRows';
import type { Json } from './standInForTests';

export const ADA = '6a1027c3-d3e4-4364-a0ee-1659c035664b';
export const JOSE = 'a04a78f2-9756-4c2c-a562-a1cd1c394490';
export const MEI = 'e3656446-cb3d-4ede-84c0-2dffb211a595';
const OTTO = '0770f7f7-0000-4000-8000-000000000001';

const WEB = '70cd25e3-c519-439e-883c-ff5fad301b44';
const OPERATIONS = '50b2da4e-a961-4ad1-ad1d-ba2d3c8d27e4';
const MARKETING = 'db3b00ad-adee-428f-8e45-119c39a68013';
const LEGACY = '8b872e2b-a698-4ec5-86c2-304c836881e1';
const DESIGN = 'f0697cec-66cd-4b7c-854e-80a8562bbb5d';
const SECRET = 'f15b53cd-9d17-450f-9644-7ec5b19e4778';
const PAGING = '96f6bc65-02a2-4494-936a-6f8af9d9d9a6';

export const bodiesOf = (number: string): Json[] =>
	recordedExchanges(number)
		.filter(({ response }) => response.bodyText !== '')
		.map(({ response }) => JSON.parse(response.bodyText));

const resultsOf = (number: string): Json[] => bodiesOf(number).flatMap((body) => body.results ?? []);

const ZONES: Readonly<Record<string, string>> = {
	[ADA]: 'UTC',
	[JOSE]: 'America/New_York',
	[MEI]: 'Europe/Paris',
};

/** Keys are made up: the recorded ones were replaced. */
export const KEYS: Readonly<Record<string, string>> = {
	'key of a workspace admin, time zone UTC': `plane_api_${'a'.repeat(32)}`,
	'key of a member, time zone America/New_York': `plane_api_${'b'.repeat(32)}`,
	'key of a member, time zone Europe/Paris': `plane_api_${'c'.repeat(32)}`,
	'key of a user outside the workspace': `plane_api_${'d'.repeat(32)}`,
};

function addPeople(world: World): void {
	const keys = Object.values(KEYS);
	const [members] = bodiesOf('71');
	for (const [index, member] of [...members].reverse().entries()) {
		const { id, first_name, last_name, email, display_name, role } = member;
		const person = { id, first_name, last_name, email, display_name, role };
		world.users.set(id, { ...person, timezone: ZONES[id] ?? 'UTC', apiKey: keys[index] ?? '' });
	}
	const otto = { first_name: 'Otto', last_name: 'Berg', display_name: 'Otto', email: 'otto@acme.example' };
	world.users.set(OTTO, { ...otto, id: OTTO, timezone: 'UTC', role: null, apiKey: keys[3] ?? '' });
}

/** Ada's role and the others', as far as the answers tell who is in. */
const MEMBERS: Readonly<Record<string, readonly Member[]>> = {
	[WEB]: [ADA, JOSE, MEI].map((user) => ({ user, role: user === ADA ? ADMIN : MEMBER })),
	[OPERATIONS]: [{ user: ADA, role: ADMIN }],
	[MARKETING]: [ADA, JOSE, MEI].map((user) => ({ user, role: user === ADA ? ADMIN : MEMBER })),
	[LEGACY]: [ADA, JOSE].map((user) => ({ user, role: user === ADA ? ADMIN : MEMBER })),
	[DESIGN]: [{ user: MEI, role: ADMIN }],
	[SECRET]: [{ user: MEI, role: ADMIN }],
	[PAGING]: [{ user: ADA, role: ADMIN }],
};

function fill(box: ProjectBox, rows: readonly Json[]): void {
	for (const row of rows) {
		const item = itemRow(row, box.row.id);
		box.items.set(item.id, item);
		box.lastSequence = Math.max(box.lastSequence, item.sequence_id);
	}
}

/** Rows that sort alike come in no promised order: these lists were recorded in this one. */
function inRecordedOrder(rows: readonly Json[]): Json[] {
	const dated = resultsOf('18').map(({ id }) => id);
	return [...rows].sort((left, right) => dated.indexOf(left.id) - dated.indexOf(right.id));
}

const madeUp = (row: WorkItemRow, columns: Partial<WorkItemRow>): WorkItemRow => ({ ...row, ...columns });

/** One archived and one deleted item, and the highest number given out before the recordings began. */
function addHidden(box: ProjectBox): void {
	const [model] = [...box.items.values()];
	if (!model) return;
	const archived = madeUp(model, {
		id: '13545edf-48e2-4b1d-af96-762b3bf8ae98',
		sequence_id: 64,
		archived_at: '2026-11-22',
	});
	const deleted = madeUp(model, {
		id: '3df16ed4-3edc-4504-abe2-1a35c124d239',
		sequence_id: 65,
		deleted_at: model.updated_at,
	});
	for (const item of [archived, deleted]) box.items.set(item.id, item);
	box.lastSequence = 65;
}

function fillWeb(box: ProjectBox): void {
	for (const state of resultsOf('67')) box.states.set(state.id, stateRow(state));
	for (const label of resultsOf('69').reverse()) box.labels.set(label.id, labelRow(label));
	fill(box, inRecordedOrder(resultsOf('12')));
	addHidden(box);
	hangRecords(box);
}

function fillMarketing(box: ProjectBox): void {
	const rows = resultsOf('19');
	for (const { state } of rows) box.states.set(state.id, stateRow(state));
	const labels = rows.flatMap((row) => row.labels).sort((a, b) => (a.created_at < b.created_at ? -1 : 1));
	for (const label of labels) box.labels.set(label.id, labelRow(label));
	fill(box, rows);
}

/** The list shows no states: the groups are made up. `7f4343f5…` is the foreign one of rest/97. */
function fillOperations(box: ProjectBox): void {
	const rows = resultsOf('23');
	const ids = [...rows.map(({ state }) => state), '7f4343f5-c5c4-4f48-8016-6d3d8d8bfc42'];
	for (const id of ids) box.states.set(id, stateRow({ id, name: id, color: '#60646C', group: 'backlog' }));
	fill(box, rows);
}

/** Its items are shown by three columns; number and order follow from their names, `Relaunch step 7`. */
function fillPaging(box: ProjectBox, number: number): void {
	const [before, after] = bodiesOf('106');
	const [left, inserted] = bodiesOf('108');
	const [backlog] = resultsOf('67');
	const state = { ...backlog, id: inserted.state, default: true };
	box.states.set(state.id, stateRow(state));
	const pages = number === 106 ? [before, left, after] : [left, after];
	const rows = pages.flatMap(({ results }) => results);
	for (const row of rows) {
		const sequence_id = Number(row.name.split(' ').at(-1));
		const sort_order = 55_535 + 10_000 * sequence_id;
		box.items.set(row.id, itemRow({ ...row, sequence_id, sort_order, state: state.id }, PAGING));
	}
	box.lastSequence = 30;
}

/** The item that rest/83 made, as it was when that recording began; deleted by rest/101. */
function itemOfTheWrites(number: number): Json | null {
	if (number < 84 || number > 101) return null;
	const [row] = bodiesOf(number <= 86 ? '85' : number === 87 ? '86' : '87');
	return row;
}

const secretRow = (): ProjectRow => ({
	...projectRow(bodiesOf('09')[0], MEMBERS[SECRET] ?? []),
	id: SECRET,
	name: 'Payroll',
	identifier: 'PAY',
	network: 0,
});

const pagingRow = (): ProjectRow => ({
	...projectRow(bodiesOf('07')[0], MEMBERS[PAGING] ?? []),
	id: PAGING,
	name: 'Paging',
	identifier: 'REL',
	network: 0,
});

const FILL: Readonly<Record<string, (box: ProjectBox) => void>> = {
	[WEB]: fillWeb,
	[MARKETING]: fillMarketing,
	[OPERATIONS]: fillOperations,
	[LEGACY]: (box) => fill(box, [{ ...resultsOf('23')[0], sequence_id: 1 }]),
};

/**
 * @param number of the recording: what had been written before it is there.
 */
export function recordedWorld(
	number: number,
	{ clock, ids }: { readonly clock: () => Micros; readonly ids: IdFor },
): { world: World; owner: string } {
	const [expanded] = bodiesOf('28');
	const made = recordedExchanges(String(number).padStart(2, '0'))
		.filter(({ response }) => response.status === 201)
		.map(({ response }) => JSON.parse(response.bodyText).id);
	const plain = createWorld({ workspace: expanded.workspace, clock, ids });
	const world: World = { ...plain, newId: () => made.shift() ?? plain.newId() };
	addPeople(world);
	for (const row of resultsOf('03')) {
		const box = addProject(world, projectRow(row, MEMBERS[row.id] ?? []));
		FILL[row.id]?.(box);
	}
	addProject(world, secretRow());
	if (number >= 106) fillPaging(addProject(world, pagingRow()), number);
	const written = itemOfTheWrites(number);
	const web = world.projects.get(WEB);
	if (written && web) fill(web, [written]);
	return { world, owner: ADA };
}

export { microsOf };
