/**
 * How much n8n stores of one run in which nothing changed, read from its database, for a few work items and for many.
 * It stores what every node gives out: of the three-node template that grows with the number of work items, of the
 * sync in one step only reports come out.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { RunReport } from '../core/sync/types';
import { startStandIn } from '../sandbox/plane/server';
import { itemsOf, withCredentials, type Execution } from '../scripts/lib/n8n';
import type { Credential } from '../scripts/lib/n8n/types';
import { createPlaneCredential } from '../scripts/lib/n8nWithPackage';
import { setUpPython } from '../scripts/lib/setup';
import { reportsOf, type Stack } from '../scripts/lib/stack';
import { readTemplate, type TemplateName } from '../scripts/lib/templates';
import { measure, type Measure } from './measure';

const PROJECTS = 40;
const ITEMS_PER_PROJECT = 50;
/** What 2,000 items of the three-node template were found to take: 10 MB. */
const KILOBYTES_AN_EVENT = 5;
const LIMIT_KILOBYTES = 50;
const REQUESTS_PER_MINUTE = 6000;
/** The first run writes every event. */
const LONGEST_RUN_MS = 10 * 60 * 1000;

/** Of the run with that id; the data alone, without the workflow that is stored beside it. */
const QUERY = `
import sqlite3, sys
rows = sqlite3.connect(sys.argv[1]).execute(
    "SELECT length(CAST(data AS BLOB)) FROM execution_data WHERE executionId = ?", (sys.argv[2],)
).fetchall()
print(sum(size for (size,) in rows))
`;

export async function measureStoredBytes(stack: Stack): Promise<Measure[]> {
	const few = { stack, credentials: stack.credentials, name: '2 projects' };
	return [...(await measureBoth(few)), ...(await measureMany(stack))];
}

/** A workspace and the credentials for it. */
interface Workspace {
	readonly stack: Stack;
	readonly credentials: readonly Credential[];
	readonly name: string;
}

async function measureMany(stack: Stack): Promise<Measure[]> {
	const plane = await startStandIn({
		projects: PROJECTS,
		itemsPerProject: ITEMS_PER_PROJECT,
		extraProjects: false,
		rateLimit: null,
	});
	try {
		const { url, workspaceSlug, apiKey, webhookSecret } = plane;
		const planeApi = await createPlaneCredential(stack.n8n, {
			apiUrl: url,
			webUrl: url,
			workspaceSlug,
			apiKey,
			webhookSecret,
			requestsPerMinute: REQUESTS_PER_MINUTE,
		});
		const credentials = [planeApi, ...stack.credentials.filter(({ type }) => type !== planeApi.type)];
		const name = `${PROJECTS} projects of ${ITEMS_PER_PROJECT} items`;
		return await measureBoth({ stack, credentials, name });
	} finally {
		await plane.close();
	}
}

async function measureBoth(workspace: Workspace): Promise<Measure[]> {
	const reconcile = await importTemplate(workspace, 'reconcile');
	const sync = await importTemplate(workspace, 'sync');
	await reconcile();
	const threeNodes = await reconcile();
	const events = unchangedIn(threeNodes);
	const oneStep = await sync();
	if (unchangedBySync(oneStep) !== events)
		throw new Error(`The sync of ${workspace.name} did not find ${events} events unchanged.`);
	const { userFolder } = workspace.stack;
	const common = { unit: 'KB', aim: 1, runs: 1 };
	return [
		measure({
			name: `stored of an unchanged reconcile, ${workspace.name}, ${events} events`,
			ours: await storedKilobytes(userFolder, threeNodes),
			reference: KILOBYTES_AN_EVENT * events,
			reference_name: `${KILOBYTES_AN_EVENT} KB an event`,
			...common,
		}),
		measure({
			name: `stored of an unchanged sync in one step, ${workspace.name}`,
			ours: await storedKilobytes(userFolder, oneStep),
			reference: LIMIT_KILOBYTES,
			reference_name: `limit of ${LIMIT_KILOBYTES} KB`,
			...common,
		}),
	];
}

/** @returns how to run it once, by hand. */
async function importTemplate(
	{ stack: { n8n }, credentials, name }: Workspace,
	template: TemplateName,
): Promise<() => Promise<Execution>> {
	const workflow = { ...(await readTemplate(template)), name: `${template}, ${name}`, id: undefined };
	const { id } = await n8n.importWorkflow(withCredentials(workflow, credentials, await n8n.nodeTypes()));
	return async () => await n8n.runWorkflow(id, { timeoutMs: LONGEST_RUN_MS });
}

/** @throws {Error} where anything was written or failed. */
function unchangedIn(execution: Execution): number {
	const reports = reportsOf(execution);
	if (reports.some(({ complete, operations }) => !complete || operations.length > 0))
		throw new Error('The reconcile did not find everything unchanged.');
	return reports.reduce((sum, { counts }) => sum + counts.unchanged, 0);
}

function unchangedBySync(execution: Execution): number {
	const [report, ...others] = itemsOf(execution, 'Sync to Calendar') as readonly RunReport[];
	return report?.complete === true && others.length === 0 ? report.counts.unchanged : NaN;
}

async function storedKilobytes(userFolder: string, { id }: Execution): Promise<number> {
	const database = join(userFolder, '.n8n', 'database.sqlite');
	const python = join(await setUpPython(), 'python');
	const { stdout } = await promisify(execFile)(python, ['-c', QUERY, database, id]);
	const bytes = Number(stdout);
	if (bytes > 0) return bytes / 1000;
	throw new Error(`n8n's database holds no data of the execution ${id}.`);
}
