/** What happened to a record, before it is written as a webhook message of one version or another. */
import type { Change } from './activity';
import type { PythonObject } from './pythonJson';
import type { World } from './store';
import type { Switches } from './switches';

export type Entity = 'issue' | 'project' | 'issue_comment' | 'cycle' | 'module';
export type Action = 'created' | 'updated' | 'archived' | 'deleted';

/** One change of one record. */
export interface Happening {
	readonly entity: Entity;
	readonly action: Action;
	readonly entityId: string;
	/** The record as version 1 writes it: after the change, for `deleted` before it. */
	readonly record: PythonObject;
	/** What changed, by the record; empty unless `updated`. */
	readonly changes: readonly Change[];
	/** What the activity log of 0.23–0.26 held for it. */
	readonly activityRows: readonly (readonly Change[])[];
	readonly actor: string;
}

export interface PayloadContext {
	readonly world: World;
	readonly webhookId: string;
	readonly switches: Switches;
}
