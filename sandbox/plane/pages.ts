/** The few pages a person sees in a browser: all projects, one work item. Plain HTML, nothing to click away. */
import { escapeHtml } from './html';
import { formatInstant } from './instants';
import { isVisible, itemBySequence, keyOf, projectByIdentifier } from './store';
import type { ProjectBox, World } from './store';
import type { WorkItemRow } from './types';

const STYLE = `
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #1f2328 }
table { border-collapse: collapse; width: 100%; margin-bottom: 2rem }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #d9dde2; vertical-align: top }
td:nth-child(1), td:nth-child(5), td:nth-child(6) { white-space: nowrap }
small, .muted { color: #66707b } .gone { color: #99a1aa } pre { background: #f3f5f7; padding: .7rem; overflow: auto }
`;

const page = (title: string, body: string): string =>
	`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
	`<title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body>${body}</body></html>`;

const itemPath = (world: World, item: WorkItemRow): string =>
	`/${world.workspace.slug}/projects/${item.project}/issues/${item.id}`;

function hiddenBecause(box: ProjectBox, item: WorkItemRow): string {
	if (isVisible(box, item)) return '';
	if (item.deleted_at !== null) return 'deleted';
	if (item.archived_at !== null) return 'archived';
	return item.is_draft ? 'draft' : box.row.archived_at === null ? 'intake' : 'project archived';
}

const names = <Row extends { readonly name: string }>(
	ids: readonly string[],
	rows: ReadonlyMap<string, Row>,
): string => ids.flatMap((id) => rows.get(id)?.name ?? []).join(', ');

const people = (world: World, ids: readonly string[]): string =>
	ids.flatMap((id) => world.users.get(id)?.display_name ?? []).join(', ');

function itemLine(world: World, box: ProjectBox, item: WorkItemRow): string {
	const hidden = hiddenBecause(box, item);
	const cells = [
		`<a href="${itemPath(world, item)}">${escapeHtml(keyOf(box, item))}</a>`,
		`${escapeHtml(item.name)} ${hidden === '' ? '' : `<small>(${hidden})</small>`}`,
		escapeHtml(box.states.get(item.state)?.name ?? ''),
		item.priority,
		item.start_date ?? '',
		item.target_date ?? '',
		escapeHtml(people(world, item.assignees)),
		escapeHtml(names(item.labels, box.labels)),
	];
	return `<tr${hidden === '' ? '' : ' class="gone"'}><td>${cells.join('</td><td>')}</td></tr>`;
}

const ITEMS_SHOWN = 200;
const HEADINGS = ['Key', 'Name', 'State', 'Priority', 'Start', 'Due', 'Assignees', 'Labels'];

function projectSection(world: World, box: ProjectBox): string {
	const items = [...box.items.values()];
	const archived = box.row.archived_at === null ? '' : ' <small>(archived)</small>';
	const rest =
		items.length > ITEMS_SHOWN ? `<p class="muted">… and ${items.length - ITEMS_SHOWN} more</p>` : '';
	return (
		`<h2 id="${box.row.identifier}">${escapeHtml(box.row.name)} <small>${box.row.identifier}</small>${archived}</h2>` +
		`<table><tr><th>${HEADINGS.join('</th><th>')}</th></tr>` +
		items
			.slice(0, ITEMS_SHOWN)
			.map((item) => itemLine(world, box, item))
			.join('') +
		`</table>${rest}`
	);
}

const EXAMPLES = `curl -X POST URL/_sandbox/update-item -d '{"item":"KEY","patch":{"target_date":"2027-01-15","state":"Done"}}'
curl -X POST URL/_sandbox/gantt-drag  -d '{"item":"KEY","target_date":"2027-01-20"}'   # no delivery, as in Plane
curl -X POST URL/_sandbox/delete-item -d '{"item":"KEY"}'                              # no delivery, as in Plane
curl URL/_sandbox/deliveries`;

/** The start page. @param url the server's own address. */
export function startPage(world: World, url: string): string {
	const boxes = [...world.projects.values()];
	const first =
		boxes.flatMap((box) => [...box.items.values()].slice(0, 1).map((item) => keyOf(box, item)))[0] ?? '';
	const examples = EXAMPLES.replaceAll('URL', url).replaceAll('KEY', first);
	return page(
		`${world.workspace.name} in the stand-in Plane`,
		`<h1>${escapeHtml(world.workspace.name)} <small>stand-in Plane</small></h1>` +
			`<p>Not Plane, but it answers like Plane CE 1.3.1. API: <code>${url}/api/v1</code>, workspace ` +
			`<code>${escapeHtml(world.workspace.slug)}</code>.</p>` +
			boxes.map((box) => projectSection(world, box)).join('') +
			`<h2>Change something</h2><pre>${escapeHtml(examples)}</pre>`,
	);
}

function itemPage(world: World, box: ProjectBox, item: WorkItemRow): string {
	const facts: ReadonlyArray<readonly [string, string]> = [
		['Project', box.row.name],
		['State', box.states.get(item.state)?.name ?? ''],
		['Priority', item.priority],
		['Start', item.start_date ?? '–'],
		['Due', item.target_date ?? '–'],
		['Assignees', people(world, item.assignees) || '–'],
		['Labels', names(item.labels, box.labels) || '–'],
		['Changed', formatInstant(item.updated_at, 'UTC')],
	];
	const hidden = hiddenBecause(box, item);
	return page(
		`${keyOf(box, item)} ${item.name}`,
		`<p><a href="/#${box.row.identifier}">${escapeHtml(world.workspace.name)}</a></p>` +
			`<h1>${escapeHtml(item.name)} <small>${keyOf(box, item)} ${hidden}</small></h1><table>` +
			facts.map(([name, value]) => `<tr><th>${name}</th><td>${escapeHtml(value)}</td></tr>`).join('') +
			`</table><iframe sandbox title="Description" style="width:100%;height:20rem;border:1px solid #d9dde2" ` +
			`srcdoc="${escapeHtml(item.description_html)}"></iframe>`,
	);
}

/**
 * The page of a work item's web address (`/{slug}/projects/{id}/issues/{id}` or `/{slug}/browse/{KEY}/`), or
 * null where there is none.
 */
export function pageOfAddress(world: World, path: string): string | null {
	const [slug, area, second = '', third, fourth = ''] = path.split('/').filter((piece) => piece !== '');
	if (slug !== world.workspace.slug) return null;
	if (area === 'projects' && third === 'issues') {
		const box = world.projects.get(second);
		const item = box?.items.get(fourth);
		return box && item ? itemPage(world, box, item) : null;
	}
	if (area !== 'browse') return null;
	const dash = second.lastIndexOf('-');
	const box = projectByIdentifier(world, second.slice(0, dash));
	const item = box && itemBySequence(box, Number(second.slice(dash + 1)));
	return box && item ? itemPage(world, box, item) : null;
}
