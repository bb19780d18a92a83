/**
 * The rows the stand-in keeps. Keys are Plane's own column names; instants are microseconds; a row is never
 * changed but replaced, so that a snapshot is just a reference.
 */
import type { Micros } from './instants';

/** The groups a state may be given; `triage` is the intake's own. */
export const STATE_GROUPS = ['backlog', 'unstarted', 'started', 'completed', 'cancelled'] as const;
export type StateGroup = (typeof STATE_GROUPS)[number] | 'triage';

export const PRIORITIES = ['urgent', 'high', 'medium', 'low', 'none'] as const;
export type Priority = (typeof PRIORITIES)[number];

export const ADMIN = 20;
export const MEMBER = 15;
export const GUEST = 5;

export interface Workspace {
	readonly id: string;
	readonly slug: string;
	readonly name: string;
}

export interface User {
	readonly id: string;
	readonly first_name: string;
	readonly last_name: string;
	readonly email: string;
	readonly display_name: string;
	/** IANA name; REST answers carry its offset. */
	readonly timezone: string;
	readonly apiKey: string;
	/** Role in the workspace, or null for somebody outside it. */
	readonly role: number | null;
}

export interface Member {
	readonly user: string;
	readonly role: number;
}

export interface ProjectRow {
	readonly id: string;
	readonly name: string;
	readonly identifier: string;
	readonly description: string;
	/** 0 secret, 2 public. */
	readonly network: 0 | 2;
	readonly created_at: Micros;
	readonly updated_at: Micros;
	readonly archived_at: Micros | null;
	readonly created_by: string;
	readonly updated_by: string | null;
	/** Whether modules, cycles and the intake are switched on; the web app switches them together. */
	readonly features: boolean;
	/** The estimate in use, whose points items may have. */
	readonly estimate: string | null;
	/** In order of joining. */
	readonly members: readonly Member[];
}

export interface StateRow {
	readonly id: string;
	readonly name: string;
	readonly color: string;
	readonly group: StateGroup;
	/** Made from the name when a state is saved; empty for the five a project starts with. */
	readonly slug: string;
	readonly sequence: number;
	readonly default: boolean;
	readonly created_at: Micros;
	readonly updated_at: Micros;
	readonly created_by: string;
	readonly updated_by: string | null;
}

export interface LabelRow {
	readonly id: string;
	readonly name: string;
	readonly color: string;
	readonly sort_order: number;
	readonly created_at: Micros;
	readonly updated_at: Micros;
	readonly created_by: string;
	readonly updated_by: string | null;
}

/** What a caller may write of a work item, spelled as the API spells it. */
export interface ItemFields {
	readonly name?: string;
	readonly description_html?: string;
	readonly priority?: Priority;
	readonly start_date?: string | null;
	readonly target_date?: string | null;
	/** Null means the project's default state. */
	readonly state?: string | null;
	readonly labels?: readonly string[];
	readonly assignees?: readonly string[];
	readonly parent?: string | null;
	readonly sort_order?: number;
	readonly external_source?: string | null;
	readonly external_id?: string | null;
	readonly is_draft?: boolean;
	readonly estimate_point?: string | null;
}

export interface WorkItemRow {
	readonly id: string;
	readonly project: string;
	readonly sequence_id: number;
	readonly name: string;
	readonly description_html: string;
	readonly priority: Priority;
	readonly start_date: string | null;
	readonly target_date: string | null;
	readonly state: string;
	/** In the order in which the labels were created, whatever order was asked for. */
	readonly labels: readonly string[];
	/** In the order in which the people joined the project. */
	readonly assignees: readonly string[];
	readonly parent: string | null;
	readonly sort_order: number;
	readonly external_source: string | null;
	readonly external_id: string | null;
	readonly is_draft: boolean;
	readonly estimate_point: string | null;
	readonly archived_at: string | null;
	readonly completed_at: Micros | null;
	readonly created_at: Micros;
	readonly updated_at: Micros;
	readonly deleted_at: Micros | null;
	readonly created_by: string;
	readonly updated_by: string | null;
}

/** Who spelled a change: the web app writes `state_id`, `label_ids`, …, the API `state`, `labels`, …. */
export type Via = 'app' | 'api';
