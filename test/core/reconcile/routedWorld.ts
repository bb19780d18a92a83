/** Plane and the calendars of one project under any routing, with a clock that moves when it is told. */
import { changeUid } from '../../../core/icalendar/changeUid';
import { readEvent } from '../../../core/icalendar/reader';
import { idOfUid, isOurs, uidIn } from '../../../core/icalendar/scope';
import { PER_PROJECT, targetsOf, type Routing } from '../../../core/event/routing';
import { routeWorkItem, transformSnapshot } from '../../../core/event/transform';
import type { EventItem, ProjectBatch, UpsertItem } from '../../../core/event/types';
import type { Decision } from '../../../core/caldav/types';
import type { PresentWorkItem } from '../../../core/plane/types';
import { decideDelete, decideUpsert } from '../../../core/reconcile/decide';
import { diff } from '../../../core/reconcile/diff';
import { inOrder } from '../../../core/reconcile/order';
import type { Action, ActualEvent } from '../../../core/reconcile/types';
import { aSnapshot, aWorkItem, PROJECT, uuid } from '../../support/builders';

const HOME = 'https://dav.example.com/ada/';
const nameOf = (uid: string): string => `${encodeURIComponent(uid)}.ics`;

/** Which calendar, which UID, and what people see of it. */
export type Shown = readonly [slug: string, uid: string, title: string, day: string];

export class RoutedWorld {
	seconds = 0;
	routing: Routing = PER_PROJECT;
	readonly plane = new Map<number, PresentWorkItem>();
	/** Every record a delivery may still carry. */
	readonly history: PresentWorkItem[] = [];
	/** Texts by calendar and name. */
	readonly calendars = new Map<string, Map<string, string>>();

	now(): string {
		return new Date(Date.parse('2026-11-23T09:00:00Z') + this.seconds * 1000).toISOString();
	}

	edit(n: number, changes: Partial<PresentWorkItem>): void {
		const updated = { ...(this.plane.get(n) ?? aWorkItem(n)), ...changes, updated_at: this.now() };
		this.plane.set(n, updated);
		this.history.push(updated);
	}

	/** What is to be done about the item by what Plane answers now. */
	ask(n: number): EventItem[] {
		const read = { read_at: this.now(), source: 'plane' } as const;
		const item = this.plane.get(n);
		if (item !== undefined) return routeWorkItem({ ...item, ...read }, this.routing);
		return routeWorkItem({ id: uuid(n), status: 'gone', project: PROJECT, ...read }, this.routing);
	}

	/** As CalDAV: Apply does without `found_in`. */
	apply(item: EventItem): void {
		if (item.action === 'upsert') {
			this.write(item.calendar.slug, nameOf(item.uid), (stored) => decideUpsert(stored, item));
		}
		if (item.action !== 'delete') return;
		const id = idOfUid(item.uid, item.scope) ?? '';
		for (const slug of this.calendars.keys()) {
			const name = nameOf(uidIn({ slug, mark: '' }, id, item.scope));
			this.write(slug, name, (stored) => decideDelete(stored, item));
		}
	}

	calendar(slug: string): Map<string, string> {
		const known = this.calendars.get(slug) ?? new Map<string, string>();
		this.calendars.set(slug, known);
		return known;
	}

	write(slug: string, name: string, decide: (stored: string | null) => Decision): void {
		const calendar = this.calendar(slug);
		const decision = decide(calendar.get(name) ?? null);
		if (decision.kind === 'create' || decision.kind === 'update') calendar.set(name, decision.ics);
		if (decision.kind === 'delete') calendar.delete(name);
	}

	plan(): Action[] {
		this.seconds += 2;
		const dated = [...this.plane.values()].filter(({ target_date }) => target_date !== null);
		const work_items = dated.map((item) => ({ ...item, read_at: this.now() }));
		const batch = transformSnapshot(aSnapshot(work_items, { taken_at: this.now() }), this.routing);
		return inOrder(diff(batch, this.actual(batch)), 0);
	}

	private actual({ scope, targets }: ProjectBatch): ActualEvent[] {
		const ids = new Set(
			[...this.plane.values()].filter(({ target_date }) => target_date).map(({ id }) => id),
		);
		return [...this.calendars].flatMap(([slug, events]) =>
			[...events].flatMap(([name, ics]): ActualEvent[] => {
				const { uid, properties } = readEvent(ics);
				if (uid === null || !isOurs(ics, scope, ids)) return [];
				const calendar = { url: `${HOME}${slug}/`, name: slug };
				const place = { href: calendar.url + name, etag: '', calendar };
				const targetSlug = targets.some((target) => target.slug === slug) ? slug : null;
				return [{ uid, ics, ...place, targetSlug, revision: properties.get('X-PLANE-UPDATED-AT') ?? null }];
			}),
		);
	}

	/** @param writes after how many of them the process is killed, in the midst of a move. */
	reconcile(writes = Infinity): void {
		let left = writes;
		for (const action of this.plan()) {
			if (action.kind === 'keep' || action.kind === 'skip') continue;
			if (left-- <= 0) {
				if (action.kind === 'move') this.copy(action.item, action.actual);
				return;
			}
			this.carryOut(action);
		}
	}

	private carryOut(action: Exclude<Action, { readonly kind: 'keep' | 'skip' }>): void {
		switch (action.kind) {
			case 'create':
			case 'update':
				return this.apply(action.item);
			case 'move':
				if (this.copy(action.item, action.actual)) this.remove(action.actual);
				return;
			case 'delete':
				return this.remove(action.actual);
			case 'missing': {
				const { work_item_id, found_in: foundIn } = action.missing;
				const answers = this.ask(Number(work_item_id.slice(-12)));
				const [answer] = answers;
				if (answer?.action !== 'delete') return answers.forEach((item) => this.apply(item));
				const [slug = '', name = ''] = foundIn.href.slice(HOME.length).split('/');
				this.write(slug, name, (stored) => decideDelete(stored, answer));
			}
		}
	}

	/** Whether the target holds the event then; what is there is never overwritten. */
	private copy(item: UpsertItem, { ics }: ActualEvent): boolean {
		const name = nameOf(item.uid);
		const target = this.calendar(item.calendar.slug);
		const decision = decideUpsert(target.get(name) ?? changeUid(ics, item.uid), item);
		if (decision.kind === 'skip' || decision.kind === 'delete') return false;
		if (decision.kind === 'keep') target.set(name, target.get(name) ?? changeUid(ics, item.uid));
		else target.set(name, decision.ics);
		return true;
	}

	private remove({ calendar, href }: ActualEvent): void {
		this.calendar(calendar.name).delete(href.slice(calendar.url.length));
	}

	shown(): Shown[] {
		return [...this.calendars]
			.flatMap(([slug, events]) => [...events.values()].map((ics) => [slug, readEvent(ics)] as const))
			.filter(([, { properties }]) => properties.get('X-PLANE-PROJECT') === PROJECT.id)
			.map(([slug, { uid, properties }]): Shown => {
				return [slug, uid ?? '', properties.get('SUMMARY') ?? '', properties.get('DTSTART') ?? ''];
			})
			.sort();
	}

	expected(): Shown[] {
		return [...this.plane.values()]
			.flatMap((item): Shown[] => {
				const day = item.target_date?.replaceAll('-', '');
				if (day === undefined) return [];
				return targetsOf(item, this.routing).map(({ slug }) => {
					const token = /^plane-to-(?!all$)(.*)/.exec(slug)?.[1];
					const uid = `plane-issue-${item.id}${token === undefined ? '' : `.${token}`}@calplanebot`;
					return [slug, uid, `[${item.sequence_id}] ${item.name}`, day];
				});
			})
			.sort();
	}
}
