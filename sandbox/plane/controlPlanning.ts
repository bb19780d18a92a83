/**
 * Changes of cycles and modules as people make them in Plane's web app. They may be called by name where only
 * one has it, items by key, people and projects by name.
 */
import type { LooseItem } from './controlItems';
import { everywhere, findNamed } from './findRecords';
import type { Found } from './findRecords';
import type { Stand } from './itemChanges';
import * as planning from './planningChanges';
import type { CycleFields, ModuleFields } from './planningChanges';
import { touchItem } from './recordChanges';
import type { CycleRow, ModuleRow } from './recordTypes';
import * as refer from './references';

/** Silent where it does not say otherwise. */
export interface PlanningChanges {
	/** One `cycle` delivery. */
	createCycle(project: string, name: string, fields?: CycleFields): CycleRow;
	/** One delivery per key that changes. */
	updateCycle(cycle: string, patch: CycleFields): CycleRow;
	deleteCycle(cycle: string): void;
	addToCycle(cycle: string, item: string): void;
	removeFromCycle(cycle: string, item: string): void;
	/** One `module` delivery. */
	createModule(project: string, name: string, fields?: ModuleFields): ModuleRow;
	/** One delivery per key that changes. */
	updateModule(module: string, patch: ModuleFields): ModuleRow;
	deleteModule(module: string): void;
	addToModule(module: string, item: string): void;
	removeFromModule(module: string, item: string): void;
}

const cycleOf = (stand: Stand, reference: string): Found<CycleRow> =>
	findNamed(
		everywhere(stand, (box) => box.cycles),
		'cycle',
		reference,
	);
const moduleOf = (stand: Stand, reference: string): Found<ModuleRow> =>
	findNamed(
		everywhere(stand, (box) => box.modules),
		'module',
		reference,
	);

/** The item that is to go into a cycle or module of its own project. */
function itemFor(stand: Stand, { box, row }: Found<CycleRow | ModuleRow>, reference: string): string {
	const place = refer.findPlace(stand.world, reference);
	if (place.box === box) return place.item.id;
	throw new refer.SandboxError(`${reference} is not in ${box.row.identifier}, where "${row.name}" is.`);
}

/** The item that is to leave a cycle or module it is in. */
function itemIn(stand: Stand, { row }: Found<CycleRow | ModuleRow>, reference: string): string {
	const { id } = refer.findPlace(stand.world, reference).item;
	if (row.items.includes(id)) return id;
	throw new refer.SandboxError(`${reference} is not in "${row.name}": there is nothing to take out.`);
}

const spelled = (patch: CycleFields | ModuleFields): LooseItem => ({ ...patch });

function cycles(stand: Stand, actor: string) {
	const { world } = stand;
	return {
		createCycle: (project: string, name: string, fields: CycleFields = {}) =>
			planning.addCycle(stand, refer.findProject(world, project), { name, fields, actor }),
		updateCycle: (reference: string, fields: CycleFields) => {
			const { box, row: cycle } = cycleOf(stand, reference);
			return planning.patchCycle(stand, { box, cycle }, { fields, requested: spelled(fields), actor });
		},
		deleteCycle: (reference: string) => {
			const { box, row } = cycleOf(stand, reference);
			box.cycles.delete(row.id);
		},
		addToCycle: (reference: string, item: string) => {
			const found = cycleOf(stand, reference);
			const shelf = { box: found.box, id: found.row.id };
			planning.putIntoCycle(stand, shelf, [itemFor(stand, found, item)]);
		},
		removeFromCycle: (reference: string, item: string) => {
			const found = cycleOf(stand, reference);
			const id = itemIn(stand, found, item);
			planning.takeOut(found.box.cycles, found.row.id, id);
			touchItem(world, found.box, id);
		},
	};
}

function modules(stand: Stand, actor: string) {
	const { world } = stand;
	const withIds = (fields: ModuleFields): ModuleFields =>
		fields.members
			? { ...fields, members: fields.members.map((one) => refer.findUser(world, one).id) }
			: fields;
	return {
		createModule: (project: string, name: string, fields: ModuleFields = {}) =>
			planning.addModule(stand, refer.findProject(world, project), { name, fields: withIds(fields), actor }),
		updateModule: (reference: string, patch: ModuleFields) => {
			const { box, row: module } = moduleOf(stand, reference);
			const fields = withIds(patch);
			return planning.patchModule(stand, { box, module }, { fields, requested: spelled(fields), actor });
		},
		deleteModule: (reference: string) => {
			const { box, row } = moduleOf(stand, reference);
			box.modules.delete(row.id);
		},
		addToModule: (reference: string, item: string) => {
			const found = moduleOf(stand, reference);
			const shelf = { box: found.box, id: found.row.id };
			planning.putIntoModule(stand, shelf, [itemFor(stand, found, item)]);
		},
		removeFromModule: (reference: string, item: string) => {
			const found = moduleOf(stand, reference);
			const id = itemIn(stand, found, item);
			planning.takeOut(found.box.modules, found.row.id, id);
			touchItem(world, found.box, id);
		},
	};
}

/** @param actor id of the user who does it. */
export const createPlanningChanges = (stand: Stand, actor: string): PlanningChanges => ({
	...cycles(stand, actor),
	...modules(stand, actor),
});
