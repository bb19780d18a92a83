/** The routes of REST v1 about cycles and modules and the items in them. */
import { created, invalid, missing, noContent, ok } from './answers';
import type { Answer } from './answers';
import { pageAnswer, textOf } from './apiTypes';
import type { Call, ProjectCall, ProjectHandler } from './apiTypes';
import * as planning from './planningChanges';
import type { CycleFields, ModuleFields } from './planningChanges';
import { touchItem } from './recordChanges';
import type { CycleRow, ModuleRow } from './recordTypes';
import { instantsIn, pickFields } from './serialize';
import { bareItem } from './serializeItem';
import { cycleShape, moduleShape } from './serializeRecords';
import { isVisible } from './store';
import type { WorkItemRow } from './types';

const NAME_NEEDED = { name: ['This field is required.'] };

const context = ({ stand, user, box }: ProjectCall) => ({
	world: stand.world,
	box,
	instant: instantsIn(user.timezone),
});

/** A day of a body: the date of an instant counts too; undefined where there is none. */
function dayOf(body: Call['body'], key: string): string | null | undefined {
	const value = body[key];
	if (value === null) return null;
	return typeof value === 'string' ? value.slice(0, 10) : undefined;
}

function dropAbsent<Fields extends object>(fields: Fields): Partial<Fields> {
	const present = Object.entries(fields).filter(([, value]) => value !== undefined);
	return Object.fromEntries(present) as Partial<Fields>;
}

const cycleFields = (body: Call['body']): CycleFields =>
	dropAbsent({
		name: textOf(body, 'name'),
		description: textOf(body, 'description'),
		start_date: dayOf(body, 'start_date'),
		end_date: dayOf(body, 'end_date'),
	}) as CycleFields;

const idsIn = (value: unknown): string[] | undefined =>
	Array.isArray(value) ? value.filter((one: unknown): one is string => typeof one === 'string') : undefined;

const moduleFields = (body: Call['body']): ModuleFields =>
	dropAbsent({
		name: textOf(body, 'name'),
		description: textOf(body, 'description'),
		start_date: dayOf(body, 'start_date'),
		target_date: dayOf(body, 'target_date'),
		status: textOf(body, 'status'),
		members: idsIn(body['members']),
	}) as ModuleFields;

const newestFirst = <Row>(call: ProjectCall, rows: Iterable<Row>): Row[] =>
	call.box.row.archived_at === null ? [...rows].reverse() : [];

const cycleOf = ({ box, parameters }: ProjectCall): CycleRow | undefined =>
	box.cycles.get(parameters['cycle'] ?? '');
const moduleOf = ({ box, parameters }: ProjectCall): ModuleRow | undefined =>
	box.modules.get(parameters['module'] ?? '');

const writeCycle = (call: ProjectCall, row: CycleRow) =>
	pickFields(cycleShape(row, context(call)), call.fields);
const writeModule = (call: ProjectCall, row: ModuleRow) =>
	pickFields(moduleShape(row, context(call)), call.fields);

export const listCycles: ProjectHandler = (call) =>
	pageAnswer(call, newestFirst(call, call.box.cycles.values()), (row) => writeCycle(call, row));
export const listModules: ProjectHandler = (call) =>
	pageAnswer(call, newestFirst(call, call.box.modules.values()), (row) => writeModule(call, row));

export const getCycle: ProjectHandler = (call) => {
	const row = cycleOf(call);
	return row ? ok(writeCycle(call, row)) : missing;
};
export const getModule: ProjectHandler = (call) => {
	const row = moduleOf(call);
	return row ? ok(writeModule(call, row)) : missing;
};

export const postCycle: ProjectHandler = (call) => {
	const fields = cycleFields(call.body);
	if (!fields.name) return invalid(NAME_NEEDED);
	const about = { name: fields.name, fields, actor: call.user.id };
	return created(writeCycle(call, planning.addCycle(call.stand, call.box, about)));
};
export const postModule: ProjectHandler = (call) => {
	const fields = moduleFields(call.body);
	if (!fields.name) return invalid(NAME_NEEDED);
	const about = { name: fields.name, fields, actor: call.user.id };
	return created(writeModule(call, planning.addModule(call.stand, call.box, about)));
};

export const patchCycleRoute: ProjectHandler = (call) => {
	const { stand, box, body, user } = call;
	const cycle = cycleOf(call);
	if (!cycle) return missing;
	const patch = { fields: cycleFields(body), requested: body, actor: user.id };
	return ok(writeCycle(call, planning.patchCycle(stand, { box, cycle }, patch)));
};
export const patchModuleRoute: ProjectHandler = (call) => {
	const { stand, box, body, user } = call;
	const module = moduleOf(call);
	if (!module) return missing;
	const patch = { fields: moduleFields(body), requested: body, actor: user.id };
	return ok(writeModule(call, planning.patchModule(stand, { box, module }, patch)));
};

export const deleteCycleRoute: ProjectHandler = (call) =>
	call.box.cycles.delete(call.parameters['cycle'] ?? '') ? noContent : missing;
export const deleteModuleRoute: ProjectHandler = (call) =>
	call.box.modules.delete(call.parameters['module'] ?? '') ? noContent : missing;

/** The items of a cycle or module, bare. */
function listMembers(call: ProjectCall, row: CycleRow | ModuleRow | undefined): Answer {
	if (!row) return missing;
	const items = row.items.flatMap((id) => call.box.items.get(id) ?? []);
	const visible = items.filter((item) => isVisible(call.box, item));
	return pageAnswer(call, visible, (item: WorkItemRow) =>
		pickFields(bareItem(item, context(call)), call.fields),
	);
}
export const listCycleItems: ProjectHandler = (call) => listMembers(call, cycleOf(call));
export const listModuleItems: ProjectHandler = (call) => listMembers(call, moduleOf(call));

const NO_ITEMS = { error: 'Issues are required', code: 'MISSING_ISSUES' };

const knownItems = ({ box, body }: ProjectCall): string[] =>
	(idsIn(body['issues']) ?? []).filter((id) => box.items.has(id));

/** The answer was not recorded: the ids that are in it now. */
export const postCycleItems: ProjectHandler = (call) => {
	const cycle = cycleOf(call);
	if (!cycle) return missing;
	const ids = knownItems(call);
	if (ids.length === 0) return invalid(NO_ITEMS);
	planning.putIntoCycle(call.stand, { box: call.box, id: cycle.id }, ids);
	return ok(ids.map((issue) => ({ cycle: cycle.id, issue })));
};
export const postModuleItems: ProjectHandler = (call) => {
	const module = moduleOf(call);
	if (!module) return missing;
	const ids = knownItems(call);
	if (ids.length === 0) return invalid(NO_ITEMS);
	planning.putIntoModule(call.stand, { box: call.box, id: module.id }, ids);
	return ok(writeModule(call, call.box.modules.get(module.id) ?? module));
};

export const deleteCycleItem: ProjectHandler = (call) => {
	const { box, parameters, stand } = call;
	planning.takeOut(box.cycles, parameters['cycle'] ?? '', parameters['item'] ?? '');
	touchItem(stand.world, box, parameters['item'] ?? '');
	return noContent;
};
export const deleteModuleItem: ProjectHandler = (call) => {
	const { box, parameters, stand } = call;
	planning.takeOut(box.modules, parameters['module'] ?? '', parameters['item'] ?? '');
	touchItem(stand.world, box, parameters['item'] ?? '');
	return noContent;
};
