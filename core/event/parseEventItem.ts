/**
 * Event items and batches as they arrive in a node: people can connect anything, so what is relied on is
 * checked at the door. The types are in `types.ts`.
 */
import { InputError } from '../errors';
import type { EventItem, ProjectBatch } from './types';

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const isTextOrNull = (value: unknown): boolean => value === null || isText(value);

const isTarget = (value: unknown): boolean =>
	isObject(value) && isText(value.slug) && isText(value.name) && isText(value.mark);

const isPrefixes = ({ slug_prefix, mark_prefix }: Json): boolean =>
	isText(slug_prefix) && isText(mark_prefix);

const isScope = (value: unknown): boolean =>
	isObject(value) &&
	isText(value.uid_prefix) &&
	isText(value.uid_suffix) &&
	isText(value.property) &&
	isTextOrNull(value.value) &&
	isText(value.revision_property) &&
	isObject(value.calendar) &&
	isPrefixes(value.calendar) &&
	isObject(value.calendar.routes) &&
	isPrefixes(value.calendar.routes) &&
	Array.isArray(value.calendar.routes.single);

const isOwned = (value: unknown): boolean =>
	isObject(value) &&
	[value.replace, value.on_create, value.bookkeeping].every(Array.isArray) &&
	[value.text, value.set, value.if_ours, value.discard].every(isObject);

const isFoundIn = (value: unknown): boolean =>
	value === undefined ||
	(isObject(value) && isText(value.href) && isObject(value.calendar) && isText(value.calendar.url));

/** Name of the first thing an event item lacks, or null. */
function lackOfEvent(value: unknown): string | null {
	if (!isObject(value)) return 'an object';
	const { action, calendar } = value;
	if (action !== 'upsert' && action !== 'delete' && action !== 'skip') return '"action"';
	if (!isText(value.uid)) return '"uid"';
	if (!isText(value.read_at)) return '"read_at"';
	if (!isScope(value.scope)) return '"scope"';
	if (!isOwned(value.owned)) return '"owned"';
	if (!isFoundIn(value.found_in)) return '"found_in"';
	if (action === 'upsert' && !isText(value.ics)) return '"ics"';
	if (action === 'upsert' && !isText(value.revision)) return '"revision"';
	if (action === 'upsert' ? !isTarget(calendar) : calendar !== null && !isTarget(calendar))
		return '"calendar"';
	return null;
}

function lackOfBatch(value: unknown): string | null {
	if (!isObject(value)) return 'an object';
	if (!isObject(value.project) || !isText(value.project.id)) return '"project"';
	if (!Array.isArray(value.targets) || !value.targets.every(isTarget)) return '"targets"';
	if (!isScope(value.scope)) return '"scope"';
	if (!isOwned(value.owned)) return '"owned"';
	if (!isObject(value.snapshot) || !isText(value.snapshot.status) || !isText(value.snapshot.taken_at)) {
		return '"snapshot"';
	}
	const { listed_projects: listed } = value.snapshot;
	if (listed !== undefined && !(Array.isArray(listed) && listed.every(isText))) return '"listed_projects"';
	if (!Array.isArray(value.events)) return '"events"';
	const lacks = value.events.map(lackOfEvent);
	const index = lacks.findIndex((lack) => lack !== null);
	return index === -1 ? null : `${lacks[index]} in event ${index}`;
}

/** @throws {InputError} naming what the input lacks. */
export function parseEventItem(json: unknown): EventItem {
	const lack = lackOfEvent(json);
	if (lack === null) return json as EventItem;
	throw new InputError(
		`The input is no event item: ${lack} is missing or wrong. Connect Transform to VEVENT, and for snapshots use Calendar: Reconcile instead.`,
	);
}

/** @throws {InputError} naming what the input lacks. */
export function parseProjectBatch(json: unknown): ProjectBatch {
	const lack = lackOfBatch(json);
	if (lack === null) return json as ProjectBatch;
	throw new InputError(
		`The input is no batch of events: ${lack} is missing or wrong. Connect Plane Issues: Get Snapshot and Transform to VEVENT, and for single work items use Event: Apply instead.`,
	);
}
