/** As much of Plane as a sync asks for, in memory: projects, pages of work items, single ones, names. */
import type { HttpRequest, HttpResponse } from '../../../core/http/types';
import { uuid } from '../../support/builders';

export const PEOPLE = [1, 2, 3].map((n) => ({ id: uuid(700 + n), display_name: `Person ${n}` }));
const STATE = { id: uuid(900), name: 'Todo', group: 'unstarted', color: '' };
const FIRST_PROJECT = 100;
const FIRST_ITEM = 1000;

type Json = Readonly<Record<string, unknown>>;

export interface SmallItem {
	readonly id: string;
	readonly number: number;
	readonly name: string;
	readonly day: number | null;
	readonly people: ReadonlyArray<(typeof PEOPLE)[number]>;
	readonly created: string;
	readonly updated: string;
}

interface SmallProject {
	readonly id: string;
	name: string;
	isArchived: boolean;
	readonly items: Map<string, SmallItem>;
}

export class SmallPlane {
	readonly projects: readonly SmallProject[];
	requests = 0;
	private made = 0;

	constructor(
		private readonly now: () => number,
		projects: number,
	) {
		this.projects = Array.from({ length: projects }, (_, n) => ({
			id: uuid(FIRST_PROJECT + n),
			name: `Project ${n}`,
			isArchived: false,
			items: new Map(),
		}));
	}

	add({ items }: SmallProject): void {
		const number = ++this.made;
		const [at, people] = [this.instant(), PEOPLE.filter((_, n) => (number >> n) % 2 === 1)];
		const id = uuid(FIRST_ITEM + number);
		const own = { id, number, name: `Item ${number}`, day: 10 + (number % 20), people };
		items.set(id, { ...own, created: at, updated: at });
	}

	edit({ items }: SmallProject, item: SmallItem, changes: Partial<SmallItem>): void {
		items.set(item.id, { ...item, ...changes, updated: this.instant() });
	}

	/** What Plane's REST API has as a work item. */
	record(project: SmallProject, item: SmallItem, isExpanded: boolean): Json {
		return {
			id: item.id,
			sequence_id: item.number,
			name: item.name,
			description_html: '',
			priority: 'none',
			target_date: item.day === null ? null : `2026-12-${item.day}`,
			state: isExpanded ? STATE : STATE.id,
			labels: [],
			assignees: isExpanded ? item.people : item.people.map(({ id }) => id),
			project: isExpanded ? projectRecord(project) : project.id,
			created_at: item.created,
			updated_at: item.updated,
			archived_at: null,
		};
	}

	answer({ url }: HttpRequest): HttpResponse {
		this.requests += 1;
		const { pathname, searchParams: query } = new URL(url);
		const [kind, projectId, list, itemId] = pathname.split('/acme/')[1]?.split('/').filter(Boolean) ?? [];
		if (kind === 'members') return this.ok(PEOPLE);
		if (projectId === undefined) return this.page(this.projects.map(projectRecord), query);
		const project = this.projects.find(({ id }) => id === projectId);
		if (project === undefined) return this.notFound();
		if (list === undefined) return this.ok(projectRecord(project));
		if (list === 'states') return this.page([STATE], query);
		if (list === 'labels') return this.page([], query);
		if (project.isArchived) return itemId === undefined ? this.page([], query) : this.notFound();
		if (itemId !== undefined) {
			const item = project.items.get(itemId);
			return item === undefined ? this.notFound() : this.ok(this.record(project, item, true));
		}
		const rank = ({ updated, day, id }: SmallItem): string =>
			query.get('order_by') === '-updated_at' ? `${updated} ${id}` : `${day ?? 99} ${id}`;
		const sorted = [...project.items.values()].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
		if (query.get('order_by') === '-updated_at') sorted.reverse();
		return this.page(
			sorted.map((item) => this.record(project, item, query.has('expand'))),
			query,
		);
	}

	private instant = (): string => new Date(this.now()).toISOString();

	private respond = (status: number, body: unknown): HttpResponse => ({
		status,
		headers: { date: new Date(this.now()).toUTCString(), 'content-type': 'application/json' },
		body: JSON.stringify(body),
		attempts: 1,
	});

	private ok = (body: unknown): HttpResponse => this.respond(200, body);

	private notFound = (): HttpResponse =>
		this.respond(404, { error: 'The requested resource does not exist.' });

	private page(rows: readonly unknown[], query: URLSearchParams): HttpResponse {
		const size = Number(query.get('per_page') ?? 100);
		const index = Number(query.get('cursor')?.split(':')[1] ?? 0);
		return this.ok({
			total_count: rows.length,
			next_cursor: `${size}:${index + 1}:0`,
			next_page_results: rows.length > size * (index + 1),
			results: rows.slice(size * index, size * (index + 1)),
		});
	}
}

const projectRecord = ({ id, name, isArchived }: SmallProject): Json => ({
	id,
	name,
	identifier: `P${id.slice(-3)}`,
	is_member: true,
	archived_at: isArchived ? '2026-11-22T18:00:00Z' : null,
	network: 2,
});
