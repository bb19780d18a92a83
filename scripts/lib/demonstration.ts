/**
 * What `npm start` shows once everything runs: the first reconcile, then changes in Plane that appear in the
 * calendar. Each expectation is checked in the calendar, as a client would see it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningStandIn } from '../../sandbox/plane/standIn';
import type { CalendarView, SeenEvent } from './calendarView';
import { itemsOf, type N8n } from './n8n';
import type { PublishedTemplate } from './n8nWithPackage';
import { formatDuration, type Note } from './steps';
import { waitFor } from './waitFor';

const CLOCK_TICK_MS = 1_100;

const WAIT = { timeoutMs: 30_000, pollMs: 50 };

export interface Demonstration {
	readonly n8n: N8n;
	readonly view: CalendarView;
	readonly reconcile: PublishedTemplate;
}

/** The part of a report that is shown. */
interface ShownReport {
	readonly project: { readonly name: string };
	readonly counts: Readonly<Record<string, number>>;
	readonly complete: boolean;
}

const uidOf = (id: string): string => `plane-issue-${id}@calplanebot`;

/**
 * Runs the reconcile workflow once and tells what it did.
 *
 * @throws {Error} when the run failed or was not complete.
 */
export async function reconcileOnce({ n8n, reconcile }: Demonstration, note: Note): Promise<void> {
	const execution = await n8n.runWorkflow(reconcile.workflow.id);
	if (execution.status !== 'success')
		throw new Error(`The reconcile failed: ${execution.error ?? execution.status}`);
	const reports = itemsOf(execution, 'Reconcile Calendars') as readonly ShownReport[];
	for (const { project, counts, complete } of reports) {
		const news = Object.entries(counts).filter(([, count]) => count > 0);
		note(`${project.name}: ${news.map(([name, count]) => `${count} ${name}`).join(', ') || 'nothing to do'}`);
		if (!complete) throw new Error(`The reconcile of "${project.name}" is not complete.`);
	}
}

/** Changes one item in the stand-in as a person in the web app would, and waits for the calendar to follow. */
export async function changeAndWatch(
	{ view, n8n, reconcile }: Demonstration,
	plane: RunningStandIn,
	note: Note,
): Promise<void> {
	const { control } = plane;
	const item = control.createItem('WEB', { name: 'Show the demonstration', target_date: daysFromNow(3) });
	const uid = uidOf(item.id);
	const follows = async (what: string, isThere: (event: SeenEvent | null) => boolean): Promise<void> => {
		const startedAt = Date.now();
		await waitFor(
			`In the calendar: ${what}`,
			async () => (isThere(await view.find(uid)) ? true : null),
			WAIT,
		);
		note(`${what} (${formatDuration(Date.now() - startedAt)})`);
	};
	await follows(
		'a new work item in Plane is a new event',
		(event) => event?.summary.endsWith('Show the demonstration') === true,
	);

	const moved = daysFromNow(10);
	control.updateItem(item.id, { target_date: moved });
	await follows(
		`its target date moves to ${moved}, and so does the event`,
		(event) => event?.start === compact(moved),
	);

	control.updateItem(item.id, { name: 'Show the demonstration again', state: 'Done' });
	await follows('it is renamed and completed', (event) => {
		return event?.summary.endsWith('again') === true && event.status === 'CANCELLED';
	});

	control.deleteItem(item.id);
	await control.drain();
	// Plane's clock shows whole seconds: what changed in the second of a snapshot is left to the next one.
	await sleep(CLOCK_TICK_MS);
	await n8n.runWorkflow(reconcile.workflow.id);
	await follows(
		'it is deleted, of which Plane says nothing: the reconcile removes the event',
		(event) => event === null,
	);
}

const compact = (date: string): string => date.replaceAll('-', '');

const daysFromNow = (days: number): string =>
	new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
