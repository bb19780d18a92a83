/**
 * What happens to cycles and modules: making and changing one is announced, deleting it and moving items in
 * or out is silent. Knows no HTTP.
 */
import { changedKeys } from './activity';
import type { Stand } from './itemChanges';
import { touchItem } from './recordChanges';
import type { CycleRow, ModuleRow } from './recordTypes';
import { instantsIn } from './serialize';
import { cycleRecord, moduleRecord } from './serializeRecords';
import type { ProjectBox } from './store';

const FIRST_SORT_ORDER = 65_535;
const SORT_ORDER_STEP = 10_000;

/** New ones go to the top. */
function topSortOrder(rows: Iterable<{ readonly sort_order: number }>): number {
	const orders = [...rows].map((row) => row.sort_order);
	return orders.length === 0 ? FIRST_SORT_ORDER : Math.min(...orders) - SORT_ORDER_STEP;
}

export interface CycleFields {
	readonly name?: string;
	readonly description?: string;
	readonly start_date?: string | null;
	readonly end_date?: string | null;
}

export interface ModuleFields {
	readonly name?: string;
	readonly description?: string;
	readonly start_date?: string | null;
	readonly target_date?: string | null;
	readonly status?: string;
	readonly members?: readonly string[];
}

function newRow({ world }: Stand, actor: string) {
	return {
		id: world.newId(),
		description: '',
		start_date: null,
		created_at: world.clock(),
		updated_at: world.clock(),
		created_by: actor,
		updated_by: null,
		items: [],
	};
}

const inUtc = ({ world }: Stand, box: ProjectBox) => ({ world, box, instant: instantsIn('UTC') });

/** Adds a cycle: one `cycle` delivery. */
export function addCycle(
	stand: Stand,
	box: ProjectBox,
	{ name, fields, actor }: { readonly name: string; readonly fields: CycleFields; readonly actor: string },
): CycleRow {
	const row: CycleRow = {
		...newRow(stand, actor),
		end_date: null,
		...fields,
		name,
		sort_order: topSortOrder(box.cycles.values()),
		owned_by: actor,
	};
	box.cycles.set(row.id, row);
	stand.events.recordCreated('cycle', cycleRecord(row, inUtc(stand, box)), actor);
	return row;
}

/** Adds a module: one `module` delivery. */
export function addModule(
	stand: Stand,
	box: ProjectBox,
	{ name, fields, actor }: { readonly name: string; readonly fields: ModuleFields; readonly actor: string },
): ModuleRow {
	const row: ModuleRow = {
		...newRow(stand, actor),
		target_date: null,
		status: 'planned',
		members: [],
		...fields,
		name,
		sort_order: topSortOrder(box.modules.values()),
	};
	box.modules.set(row.id, row);
	stand.events.recordCreated('module', moduleRecord(row, inUtc(stand, box)), actor);
	return row;
}

interface Patch<Fields> {
	readonly fields: Fields;
	/** The body as it was sent: which keys it names decides the deliveries. */
	readonly requested: Readonly<Record<string, unknown>>;
	readonly actor: string;
}

/** Changes a cycle: one delivery per key whose value differs. */
export function patchCycle(
	stand: Stand,
	{ box, cycle }: { readonly box: ProjectBox; readonly cycle: CycleRow },
	{ fields, requested, actor }: Patch<CycleFields>,
): CycleRow {
	const context = inUtc(stand, box);
	const changes = changedKeys(requested, cycleRecord(cycle, context));
	const row: CycleRow = { ...cycle, ...fields, updated_at: stand.world.clock(), updated_by: actor };
	box.cycles.set(row.id, row);
	stand.events.recordUpdated('cycle', cycleRecord(row, context), { actor, changes });
	return row;
}

/** Changes a module: one delivery per key whose value differs. */
export function patchModule(
	stand: Stand,
	{ box, module }: { readonly box: ProjectBox; readonly module: ModuleRow },
	{ fields, requested, actor }: Patch<ModuleFields>,
): ModuleRow {
	const context = inUtc(stand, box);
	const changes = changedKeys(requested, moduleRecord(module, context));
	const row: ModuleRow = { ...module, ...fields, updated_at: stand.world.clock(), updated_by: actor };
	box.modules.set(row.id, row);
	stand.events.recordUpdated('module', moduleRecord(row, context), { actor, changes });
	return row;
}

/** Cycles take an item away from each other, modules share it; both in silence. */
export function putIntoCycle({ world }: Stand, { box, id: cycleId }: Shelf, ids: readonly string[]): void {
	for (const cycle of [...box.cycles.values()]) {
		const others = cycle.items.filter((id) => !ids.includes(id));
		box.cycles.set(cycle.id, { ...cycle, items: cycle.id === cycleId ? [...others, ...ids] : others });
	}
	for (const id of ids) touchItem(world, box, id);
}

/** A cycle or module of a project. */
export interface Shelf {
	readonly box: ProjectBox;
	readonly id: string;
}

export function putIntoModule({ world }: Stand, { box, id: moduleId }: Shelf, ids: readonly string[]): void {
	const module = box.modules.get(moduleId);
	if (!module) return;
	box.modules.set(moduleId, { ...module, items: [...new Set([...module.items, ...ids])] });
	for (const id of ids) touchItem(world, box, id);
}

/** Takes an item out of a cycle or module, in silence. */
export function takeOut<Row extends { readonly id: string; readonly items: readonly string[] }>(
	rows: Map<string, Row>,
	rowId: string,
	itemId: string,
): void {
	const row = rows.get(rowId);
	if (row) rows.set(rowId, { ...row, items: row.items.filter((id) => id !== itemId) });
}
