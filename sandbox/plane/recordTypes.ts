/**
 * The rows that hang on work items and projects: comments, links, activities, relations, cycles, modules,
 * estimate points. Columns as in `types.ts`.
 */
import type { Micros } from './instants';
import type { PythonObject } from './pythonJson';

interface Authored {
	readonly id: string;
	readonly created_at: Micros;
	readonly updated_at: Micros;
	readonly created_by: string | null;
	readonly updated_by: string | null;
}

export interface CommentRow extends Authored {
	readonly item: string;
	readonly comment_html: string;
	/** Set by the web app only. */
	readonly edited_at: Micros | null;
	readonly actor: string;
	/** Id of the row in which Plane keeps the text a second time. */
	readonly description: string;
}

export interface LinkRow extends Authored {
	readonly item: string;
	readonly title: string;
	readonly url: string;
	/** What Plane's worker read from the page. */
	readonly metadata: PythonObject;
}

export interface ActivityRow {
	readonly id: string;
	readonly item: string;
	readonly created_at: Micros;
	readonly updated_at: Micros;
	readonly verb: 'created' | 'updated';
	readonly field: string | null;
	readonly old_value: string | null;
	readonly new_value: string | null;
	readonly old_identifier: string | null;
	readonly new_identifier: string | null;
	readonly comment: string;
	readonly actor: string;
}

export const RELATIONS = [
	'blocking',
	'blocked_by',
	'duplicate',
	'relates_to',
	'start_after',
	'start_before',
	'finish_after',
	'finish_before',
] as const;
export type Relation = (typeof RELATIONS)[number];

/** Stored once and read from both ends. */
export interface RelationRow {
	readonly item: string;
	readonly relation: Relation;
	readonly other: string;
}

export interface CycleRow extends Authored {
	readonly name: string;
	readonly description: string;
	/** Days, both included; null for a cycle without dates. */
	readonly start_date: string | null;
	readonly end_date: string | null;
	readonly sort_order: number;
	readonly owned_by: string;
	readonly items: readonly string[];
}

export const MODULE_STATUSES = [
	'backlog',
	'planned',
	'in-progress',
	'paused',
	'completed',
	'cancelled',
] as const;

export interface ModuleRow extends Authored {
	readonly name: string;
	readonly description: string;
	readonly start_date: string | null;
	readonly target_date: string | null;
	readonly status: string;
	readonly sort_order: number;
	readonly members: readonly string[];
	readonly items: readonly string[];
}

export interface EstimatePointRow extends Authored {
	readonly key: number;
	readonly value: string;
}
