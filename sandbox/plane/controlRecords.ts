/**
 * Changes of comments, links, relations, cycles and modules as people make them in Plane's web app (and,
 * where asked, as the API makes them). Items may be named by key, people and projects by name.
 */
import type { ItemOptions, LooseItem } from './controlItems';
import type { Author, Stand } from './itemChanges';
import * as planning from './planningChanges';
import type { CycleFields, ModuleFields } from './planningChanges';
import * as records from './recordChanges';
import type { CommentRow, CycleRow, EstimatePointRow, LinkRow, ModuleRow, Relation } from './recordTypes';
import * as refer from './references';
import type { ProjectBox } from './store';

export interface RecordChanges {
	/** One `issue_comment` delivery. */
	addComment(item: string, html: string, options?: ItemOptions): CommentRow;
	/** One delivery, none where the text stays. */
	editComment(comment: string, html: string, options?: ItemOptions): CommentRow;
	/** Silent, like everything below that does not say otherwise. */
	deleteComment(comment: string): void;
	addLink(item: string, url: string, title?: string): LinkRow;
	relate(item: string, relation: Relation, other: string): void;
	/** Makes the estimate of a project; its points in the order of the values. */
	createEstimate(project: string, values: readonly string[]): EstimatePointRow[];
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

type Collection = 'comments' | 'cycles' | 'modules';

/** The project in which a record is. */
function boxWith({ world }: Stand, collection: Collection, id: string): ProjectBox {
	const box = [...world.projects.values()].find((one) => one[collection].has(id));
	if (!box) throw new refer.SandboxError(`There is no "${id}" among the ${collection}.`);
	return box;
}

function find<Row>(rows: ReadonlyMap<string, Row>, id: string): Row {
	const row = rows.get(id);
	if (row === undefined) throw new refer.SandboxError(`There is no "${id}".`);
	return row;
}

const spelled = (patch: CycleFields | ModuleFields): LooseItem => ({ ...patch });

function discussion(stand: Stand, author: (options?: ItemOptions) => Author) {
	const { world } = stand;
	return {
		addComment: (item: string, html: string, options?: ItemOptions) =>
			records.addComment(stand, refer.findPlace(world, item), { html, actor: author(options).user }),
		editComment: (id: string, html: string, options?: ItemOptions) => {
			const box = boxWith(stand, 'comments', id);
			const comment = find(box.comments, id);
			return records.patchComment(stand, { box, comment }, { html, author: author(options) });
		},
		deleteComment: (id: string) => {
			const box = boxWith(stand, 'comments', id);
			records.touchItem(world, box, find(box.comments, id).item);
			box.comments.delete(id);
		},
		addLink: (item: string, url: string, title = '') =>
			records.addLink(stand, refer.findPlace(world, item), { title, url }),
		relate: (item: string, relation: Relation, other: string) => {
			const place = refer.findPlace(world, item);
			const related = refer.findPlace(world, other).item.id;
			records.relate(place.box, { item: place.item.id, relation, other: related });
		},
	};
}

function cycles(stand: Stand, actor: string) {
	const { world } = stand;
	return {
		createCycle: (project: string, name: string, fields: CycleFields = {}) =>
			planning.addCycle(stand, refer.findProject(world, project), { name, fields, actor }),
		updateCycle: (id: string, fields: CycleFields) => {
			const box = boxWith(stand, 'cycles', id);
			const patch = { fields, requested: spelled(fields), actor };
			return planning.patchCycle(stand, { box, cycle: find(box.cycles, id) }, patch);
		},
		deleteCycle: (id: string) => void boxWith(stand, 'cycles', id).cycles.delete(id),
		addToCycle: (id: string, item: string) => {
			const box = boxWith(stand, 'cycles', id);
			planning.putIntoCycle(stand, { box, id }, [refer.findPlace(world, item).item.id]);
		},
		removeFromCycle: (id: string, item: string) => {
			const { box, item: row } = refer.findPlace(world, item);
			planning.takeOut(box.cycles, id, row.id);
			records.touchItem(world, box, row.id);
		},
	};
}

function modules(stand: Stand, actor: string) {
	const { world } = stand;
	return {
		createModule: (project: string, name: string, fields: ModuleFields = {}) =>
			planning.addModule(stand, refer.findProject(world, project), { name, fields, actor }),
		updateModule: (id: string, fields: ModuleFields) => {
			const box = boxWith(stand, 'modules', id);
			const patch = { fields, requested: spelled(fields), actor };
			return planning.patchModule(stand, { box, module: find(box.modules, id) }, patch);
		},
		deleteModule: (id: string) => void boxWith(stand, 'modules', id).modules.delete(id),
		addToModule: (id: string, item: string) => {
			const box = boxWith(stand, 'modules', id);
			planning.putIntoModule(stand, { box, id }, [refer.findPlace(world, item).item.id]);
		},
		removeFromModule: (id: string, item: string) => {
			const { box, item: row } = refer.findPlace(world, item);
			planning.takeOut(box.modules, id, row.id);
			records.touchItem(world, box, row.id);
		},
	};
}

function createEstimate({ world }: Stand, box: ProjectBox, values: readonly string[]): EstimatePointRow[] {
	box.row = { ...box.row, estimate: world.newId() };
	const rows = values.map((value, key) => ({
		id: world.newId(),
		key,
		value,
		created_at: world.clock(),
		updated_at: world.clock(),
		created_by: box.row.created_by,
		updated_by: null,
	}));
	for (const row of rows) box.estimatePoints.set(row.id, row);
	return rows;
}

/** @param owner id of the user who does what nobody is named for. */
export function createRecordChanges(stand: Stand, owner: string): RecordChanges {
	const who = (options?: ItemOptions): string =>
		options?.by ? refer.findUser(stand.world, options.by).id : owner;
	return {
		...discussion(stand, (options) => ({ user: who(options), via: options?.via ?? 'app' })),
		...cycles(stand, owner),
		...modules(stand, owner),
		createEstimate: (project, values) =>
			createEstimate(stand, refer.findProject(stand.world, project), values),
	};
}
