/** Plane's REST API over a generated Plane: its answers, its time, and its limit of requests a minute. */
import type { HttpRequest, HttpResponse, Send } from '../../core/http/types';
import { createRateLimiter } from '../../sandbox/plane/rateLimit';
import { uuid } from '../../test/support/builders';
import type { FakeClock } from './clock';
import {
	countItems,
	findItem,
	idOfItem,
	labelIdOf,
	listItems,
	type GeneratedPlane,
	type GeneratedProject,
	type Item,
} from './generatedPlane';

export const PLANE_URL = 'https://plane.example.com';
export const WORKSPACE = 'acme';
const STATE = { id: uuid(1), name: 'In Progress', group: 'started', color: '#f59e0b' };
const MEMBER = { id: uuid(2), display_name: 'Ada' };

export interface PlaneModel {
	readonly send: Send;
	/** Requests answered, and requests refused for the limit. */
	readonly counts: () => { readonly answered: number; readonly refused: number };
}

export interface PlaneLimits {
	readonly requestsPerMinute: number;
	/** Largest page; more is a 400, as on Cloud. */
	readonly largestPage: number;
	/** Milliseconds an answer takes. */
	readonly answerMs: number;
}

export function createPlaneModel(plane: GeneratedPlane, clock: FakeClock, limits: PlaneLimits): PlaneModel {
	const admit = createRateLimiter(limits.requestsPerMinute, clock.now);
	let [answered, refused] = [0, 0];
	return {
		counts: () => ({ answered, refused }),
		send: async (request) => {
			await clock.sleep(limits.answerMs);
			const date = new Date(clock.now()).toUTCString();
			const admission = admit('key');
			if (admission.kind === 'refused') {
				refused += 1;
				const headers = { date, 'retry-after': String(admission.retryAfterSeconds) };
				return { status: 429, headers, body: '{"error_code":5900}', attempts: 1 };
			}
			answered += 1;
			const { status, body } = answer(plane, request, limits.largestPage);
			const headers = { date, 'x-ratelimit-remaining': String(admission.remaining) };
			return { status, headers, body: JSON.stringify(body), attempts: 1 };
		},
	};
}

type Answer = Pick<HttpResponse, 'status'> & { readonly body: unknown };

const ok = (body: unknown): Answer => ({ status: 200, body });
const NOT_FOUND: Answer = { status: 404, body: { error: 'The requested resource does not exist.' } };

function answer(plane: GeneratedPlane, { url }: HttpRequest, largestPage: number): Answer {
	const { pathname, searchParams: query } = new URL(url);
	const [list, projectId, kind, itemId] = pathname
		.split('/')
		.filter((segment) => segment !== '')
		.slice(4);
	if (Number(query.get('per_page') ?? 100) > largestPage)
		return { status: 400, body: { error: 'Invalid per_page value.' } };
	if (list === 'members') return ok([MEMBER]);
	if (projectId === undefined)
		return ok(
			pageOf(query, plane.projects.length, ({ start, size }) =>
				plane.projects.slice(start, start + size).map(projectRecord),
			),
		);
	const project = plane.projects.find(({ id }) => id === projectId);
	if (project === undefined) return NOT_FOUND;
	switch (kind) {
		case undefined:
			return ok(projectRecord(project));
		case 'states':
			return ok(pageOf(query, 1, () => [STATE]));
		case 'labels':
			return ok(pageOf(query, 1, () => [labelRecord(project)]));
		case 'members':
			return ok([MEMBER]);
		case 'work-items':
			return itemId === undefined ? ok(itemPage(project, query)) : oneItem(project, itemId);
		default:
			return NOT_FOUND;
	}
}

function oneItem(project: GeneratedProject, id: string): Answer {
	const item = findItem(project, id);
	return item === null ? NOT_FOUND : ok(itemRecord(project, item, true));
}

function itemPage(project: GeneratedProject, query: URLSearchParams): object {
	const order = query.get('order_by') === '-updated_at' ? '-updated_at' : 'target_date';
	const isExpanded = query.has('expand');
	return pageOf(query, countItems(project), (slice) =>
		listItems(project, order, slice).map((item) => itemRecord(project, item, isExpanded)),
	);
}

interface Slice {
	readonly start: number;
	readonly size: number;
}

function pageOf(query: URLSearchParams, total: number, rows: (slice: Slice) => readonly object[]): object {
	const size = Number(query.get('per_page') ?? 100);
	const index = Number(query.get('cursor')?.split(':')[1] ?? 0);
	return {
		total_count: total,
		next_page_results: (index + 1) * size < total,
		next_cursor: `${size}:${index + 1}:0`,
		results: rows({ start: index * size, size }),
	};
}

const projectRecord = ({ id, name, number }: GeneratedProject) => ({
	id,
	name,
	identifier: `P${number}`,
	is_member: true,
	archived_at: null,
	network: 2,
});

const labelRecord = (project: GeneratedProject) => ({
	id: labelIdOf(project),
	name: project.labelName,
	color: '#00aa00',
});

const instantOf = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** With the fields that are read, and no text: a million of them are read again and again. */
export function itemRecord(project: GeneratedProject, item: Item, isExpanded: boolean): object {
	const labels = item.hasLabel ? [labelRecord(project)] : [];
	return {
		id: idOfItem(project, item.index),
		sequence_id: item.index + 1,
		name: item.name,
		description_html: '<p></p>',
		priority: 'medium',
		start_date: null,
		target_date: item.targetDate,
		completed_at: null,
		created_at: instantOf(project.createdAt - project.size * 1000),
		updated_at: instantOf(item.updatedAt),
		archived_at: null,
		is_draft: false,
		parent: null,
		state: isExpanded ? STATE : STATE.id,
		labels: isExpanded ? labels : labels.map(({ id }) => id),
		assignees: isExpanded ? [MEMBER] : [MEMBER.id],
		project: isExpanded ? projectRecord(project) : project.id,
		workspace: uuid(3),
	};
}
