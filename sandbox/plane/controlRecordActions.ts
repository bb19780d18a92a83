/** The control's changes of comments, links, relations, estimates, cycles and modules over HTTP. */
import { AUTHOR, WHO, action, choice, nullable, optional, record } from './controlAction';
import type { Action } from './controlAction';
import * as read from './readJson';
import { MODULE_STATUSES, RELATIONS } from './recordTypes';

const ITEM = { item: read.text };
const COMMENT = { comment: read.text };
const CYCLE = { cycle: read.text };
const MODULE = { module: read.text };
const NEW = { project: read.text, name: read.text };

const day = optional(nullable(read.day));
const DESCRIPTION = { description: optional(read.anyText) };
const CYCLE_FIELDS = { ...DESCRIPTION, start_date: day, end_date: day };
const MODULE_FIELDS = {
	...DESCRIPTION,
	start_date: day,
	target_date: day,
	status: optional(choice(MODULE_STATUSES)),
	members: optional(read.texts),
};
const RENAMED = { name: optional(read.text) };

const DISCUSSION: Readonly<Record<string, Action>> = {
	'add-comment': action({ ...ITEM, html: read.text, ...WHO }, (control, { item, html, ...options }) =>
		control.addComment(item, html, options),
	),
	'edit-comment': action({ ...COMMENT, html: read.text, ...AUTHOR }, (control, given) => {
		const { comment, html, ...options } = given;
		return control.editComment(comment, html, options);
	}),
	'delete-comment': action(COMMENT, (control, { comment }) => control.deleteComment(comment)),
	'add-link': action(
		{ ...ITEM, url: read.address, title: optional(read.text) },
		(control, { item, url, title }) => control.addLink(item, url, title),
	),
	'delete-link': action({ link: read.text }, (control, { link }) => control.deleteLink(link)),
	relate: action(
		{ ...ITEM, relation: choice(RELATIONS), other: read.text },
		(control, { item, relation, other }) => control.relate(item, relation, other),
	),
	unrelate: action({ ...ITEM, other: read.text }, (control, { item, other }) =>
		control.unrelate(item, other),
	),
	'create-estimate': action({ project: read.text, values: read.texts }, (control, { project, values }) =>
		control.createEstimate(project, values),
	),
};

const CYCLES: Readonly<Record<string, Action>> = {
	'create-cycle': action(
		{ ...NEW, fields: optional(record(CYCLE_FIELDS)) },
		(control, { project, name, fields }) => control.createCycle(project, name, fields),
	),
	'update-cycle': action(
		{ ...CYCLE, patch: record({ ...RENAMED, ...CYCLE_FIELDS }) },
		(control, { cycle, patch }) => control.updateCycle(cycle, patch),
	),
	'delete-cycle': action(CYCLE, (control, { cycle }) => control.deleteCycle(cycle)),
	'add-to-cycle': action({ ...CYCLE, ...ITEM }, (control, { cycle, item }) =>
		control.addToCycle(cycle, item),
	),
	'remove-from-cycle': action({ ...CYCLE, ...ITEM }, (control, { cycle, item }) =>
		control.removeFromCycle(cycle, item),
	),
};

const MODULES: Readonly<Record<string, Action>> = {
	'create-module': action(
		{ ...NEW, fields: optional(record(MODULE_FIELDS)) },
		(control, { project, name, fields }) => control.createModule(project, name, fields),
	),
	'update-module': action(
		{ ...MODULE, patch: record({ ...RENAMED, ...MODULE_FIELDS }) },
		(control, { module, patch }) => control.updateModule(module, patch),
	),
	'delete-module': action(MODULE, (control, { module }) => control.deleteModule(module)),
	'add-to-module': action({ ...MODULE, ...ITEM }, (control, { module, item }) =>
		control.addToModule(module, item),
	),
	'remove-from-module': action({ ...MODULE, ...ITEM }, (control, { module, item }) =>
		control.removeFromModule(module, item),
	),
};

export const RECORD_ACTIONS: Readonly<Record<string, Action>> = { ...DISCUSSION, ...CYCLES, ...MODULES };
