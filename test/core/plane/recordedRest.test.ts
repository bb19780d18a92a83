/** Every recorded REST exchange, read by the client: its value, or the kind of its failure. One row per file. */
import { readdirSync } from 'fs';
import { join } from 'path';
import { askPlane } from '../../../core/plane/client';
import { askPage } from '../../../core/plane/pages';
import { labelOf, parseWorkItem, stateOf } from '../../../core/plane/parseWorkItem';
import type { NameTables, Reading } from '../../../core/plane/parseWorkItem';
import { listProjects, parseProject, standingOf } from '../../../core/plane/projects';
import { WEB, bodyOf, exchanges, planeOf, recorded, rowsOf, toAnswer } from './support';
import type { Exchange } from './support';

type Row = Record<string, unknown>;

const NAMES = readdirSync(join(__dirname, '../../recordings/rest'))
	.map((file) => file.replace('.json', ''))
	.sort((left, right) => Number.parseInt(left) - Number.parseInt(right));

/** What the client makes of every recording that is not a success throughout, exchange by exchange. */
const FAILURES: Readonly<Record<string, string>> = {
	'10-project-detail-secret-not-joined': 'not_found',
	'11-project-detail-unknown': 'not_found',
	'36-work-item-by-key-lower-case': 'permission',
	'38-work-item-by-key-archived-project': 'not_found',
	'39-work-item-404-deleted': 'not_found',
	'40-work-item-404-archived': 'not_found',
	'41-work-item-404-unknown': 'not_found',
	'42-work-item-in-other-project': 'not_found',
	'44-work-item-bad-id': 'invalid_response',
	'45-work-items-403-unknown-project': 'permission',
	'46-work-items-403-public-not-joined': 'permission',
	'48-work-items-403-unknown-workspace': 'permission',
	'49-projects-403-unknown-workspace': 'permission',
	'50-projects-403-not-in-workspace': 'permission',
	'52-work-items-403-bad-key': 'auth',
	'53-work-items-401-no-key': 'auth',
	'55-work-items-301-missing-slash': 'invalid_response',
	'57-work-items-400-per-page-1001': 'invalid_data',
	'58-work-items-400-per-page-text': 'invalid_data',
	'59-work-items-per-page-0': 'server',
	'61-work-items-400-bad-cursor': 'invalid_data',
	'63-work-items-500-bad-order-by': 'server',
	'64-unknown-route-404': 'invalid_response',
	'65-webhooks-route-404': 'invalid_response',
	'68-states-403-not-joined': 'permission',
	'84-work-item-post-409-external-id': 'conflict',
	'88-work-item-post-400-dates': 'invalid_data',
	'91-work-item-post-400-blank-name': 'invalid_data',
	'92-work-item-post-400-no-name': 'invalid_data',
	'93-work-item-post-400-long-name': 'invalid_data',
	'94-work-item-patch-400-bad-date': 'invalid_data',
	'95-work-item-patch-400-date-time': 'invalid_data',
	'96-work-item-patch-400-bad-priority': 'invalid_data',
	'97-work-item-patch-400-foreign-state': 'invalid_data',
	'100-work-item-delete-403-not-creator': 'permission',
	'102-work-item-delete-404-again': 'not_found',
	'103-work-item-get-404-after-delete': 'not_found',
	'104-work-items-method-405': 'invalid_data',
	'109-rate-limit-429': 'ok, ok, ok, ok, rate_limited, rate_limited, rate_limited, ok',
	'111-work-item-get-by-external-id-unknown': 'not_found',
};

const request = { path: ['workspaces', 'acme', 'x'], pace: 'single' } as const;

async function outcomeOf(exchange: Exchange): Promise<string> {
	const answered = await askPlane(planeOf({ x: toAnswer(exchange) }).context, request);
	if (answered.kind === 'failed') return answered.failure.kind;
	const { bodyText, headers } = exchange.response;
	expect(answered.body).toEqual(bodyText === '' ? null : JSON.parse(bodyText));
	expect(Date.parse(answered.readAt)).toBe(Date.parse(headers['date'] ?? ''));
	return 'ok';
}

describe('askPlane', () => {
	it.each(NAMES)('reads rest/%s to its value or failure', async (name) => {
		const outcomes: string[] = [];
		for (const exchange of exchanges(name)) outcomes.push(await outcomeOf(exchange));
		const distinct = [...new Set(outcomes)];
		expect(distinct.length === 1 ? distinct[0] : outcomes.join(', ')).toBe(FAILURES[name] ?? 'ok');
	});

	it('reads 92 recordings, 40 of which hold a failure', () => {
		expect(NAMES).toHaveLength(92);
		expect(NAMES.filter((name) => name in FAILURES)).toHaveLength(Object.keys(FAILURES).length);
	});
});

const isPage = ({ response }: Exchange): boolean =>
	response.status === 200 && response.bodyText.startsWith('{"grouped_by"');

describe('askPage', () => {
	it.each(NAMES.filter((name) => exchanges(name).some(isPage)))(
		'reads the pages of rest/%s',
		async (name) => {
			for (const exchange of exchanges(name).filter(isPage)) {
				const body = JSON.parse(exchange.response.bodyText) as Row;
				const { context } = planeOf({ x: toAnswer(exchange) });
				expect(await askPage(context, request, { size: 100, index: 0 })).toMatchObject({
					kind: 'page',
					page: {
						rows: body['results'],
						totalCount: body['total_count'],
						hasNext: body['next_page_results'],
					},
				});
			}
		},
	);
});

const byId = <Value>(rows: readonly Row[], read: (row: Row) => Value): Map<string, Value> =>
	new Map(rows.map((row) => [String(row['id']), read(row)]));

const project = { id: WEB, name: 'Web application', identifier: 'WEB' };
const reading: Reading = {
	readAt: '2026-11-22T18:25:23.000000Z',
	source: 'plane',
	webUrl: 'https://plane.example',
	workspaceSlug: 'acme',
	project,
	names: {
		states: byId(rowsOf('67-states-list'), stateOf) as NameTables['states'],
		labels: byId(rowsOf('69-labels-list'), labelOf) as NameTables['labels'],
		members: byId(bodyOf('71-members-workspace') as Row[], (row) => String(row['display_name'])),
	},
};

const isWorkItem = (row: unknown): row is Row =>
	typeof row === 'object' && row !== null && 'sequence_id' in row && 'description_html' in row;

/** The untrimmed work items in an exchange: a page of them, or one alone. */
function workItemsIn({ response }: Exchange): Row[] {
	if (response.status >= 300 || response.bodyText === '') return [];
	const body = JSON.parse(response.bodyText) as Row;
	const rows = Array.isArray(body['results']) ? (body['results'] as unknown[]) : [body];
	return rows.filter(isWorkItem);
}

/** To the microsecond, wherever the key's owner lives. */
const inUtc = (text: unknown): string =>
	`${new Date(String(text)).toISOString().slice(0, 19)}${/\.\d{6}/.exec(String(text))?.[0] ?? '.000000'}Z`;

describe('parseWorkItem', () => {
	/** The lists of states of the two other projects were not recorded: only what they expand is read. */
	const readable = NAMES.filter((name) => !/^(23|108)-/.test(name)).filter((name) =>
		exchanges(name).some((exchange) => workItemsIn(exchange).length > 0),
	);

	it.each(readable)('reads the work items of rest/%s', (name) => {
		for (const row of exchanges(name).flatMap(workItemsIn)) {
			const { id, sequence_id, name: title, priority, start_date, target_date } = row;
			expect(parseWorkItem(row, reading)).toMatchObject({
				...{ id, sequence_id, name: title, priority, start_date, target_date, status: 'present' },
				created_at: inUtc(row['created_at']),
				updated_at: inUtc(row['updated_at']),
			});
		}
	});
});

describe('listProjects', () => {
	it('follows the recorded pages to the same projects as in one list', async () => {
		const { context } = planeOf(recorded('06-projects-paging-per-page-1'));
		context.cache.rememberPageSize(100);
		const paged = await listProjects(context);
		const whole = await listProjects(planeOf(recorded('03-projects-list')).context);
		const seen = (projects: typeof paged) => projects.map(({ id, archived_at }) => [id, archived_at]);
		expect(seen(paged)).toEqual(seen(whole));
		expect(whole.map(({ identifier }) => identifier)).toEqual(['WEB', 'OPS', 'MKT', 'LEG', 'DSN']);
	});

	it.each([
		['07-project-detail', 'member'],
		['08-project-detail-archived', 'archived'],
		['09-project-detail-public-not-joined', 'not_member'],
	])('reads rest/%s as %s', (name, standing) => {
		expect(standingOf(parseProject(bodyOf(name)))).toBe(standing);
	});
});
