/**
 * Everything the end-to-end tests and the bench need, running for real: n8n with the packed package, the
 * stand-in of Plane, Radicale behind a proxy that counts, and the two templates published.
 */
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startStandIn } from '../../sandbox/plane/server';
import type { RunningStandIn } from '../../sandbox/plane/standIn';
import { createCalendarView, type CalendarView, type SeenEvent } from './calendarView';
import { startRadicale } from './calendarServers';
import { startCountingProxy, type CountingProxy } from './countingProxy';
import { itemsOf, type Execution, type N8n } from './n8n';
import type { Credential } from './n8n/types';
import {
	createCalDavCredential,
	createPlaneCredential,
	publishTemplate,
	startN8nWithPackage,
	type PublishedTemplate,
} from './n8nWithPackage';
import { tarballUnderTest } from './package';
import { freePort } from './ports';
import { setUpN8n } from './setup';
import { waitFor } from './waitFor';
import type { Report } from '../../core/reconcile/types';

export interface Stack {
	readonly n8n: N8n;
	/** n8n's own, with its database. */
	readonly userFolder: string;
	readonly plane: RunningStandIn;
	readonly calendar: CalendarView;
	readonly proxy: CountingProxy;
	/** What a person fills into the CalDAV credential. */
	readonly calDavData: { readonly serverUrl: string; readonly username: string; readonly password: string };
	/** To be picked in further workflows. */
	readonly credentials: readonly Credential[];
	readonly webhook: PublishedTemplate;
	readonly reconcileTemplate: PublishedTemplate;
	/** Runs the reconcile workflow to its end. */
	readonly reconcile: () => Promise<Execution>;
	/** Waits until the calendar shows the event of a work item like that; null for no event. */
	readonly waitForEvent: (
		itemId: string,
		fits: (event: SeenEvent | null) => boolean,
	) => Promise<SeenEvent | null>;
	readonly stop: () => Promise<void>;
}

/** Tests change things faster than people do. */
const REQUESTS_PER_MINUTE = 6000;

export const uidOf = (itemId: string): string => `plane-issue-${itemId}@calplanebot`;

export const reportsOf = (execution: Execution): readonly Report[] =>
	itemsOf(execution, 'Reconcile Calendars') as readonly Report[];

export async function startStack(): Promise<Stack> {
	const userFolder = await fs.mkdtemp(path.join(os.tmpdir(), 'e2e-n8n-'));
	const [tarball, program] = [await tarballUnderTest(), await setUpN8n()];
	const radicale = await startRadicale();
	const proxy = await startCountingProxy(radicale.url);
	const plane = await startStandIn({ rateLimit: null });
	const [port, brokerPort] = [await freePort(), await freePort()];
	const n8n = await startN8nWithPackage({ program, tarball, userFolder, port, brokerPort });
	const { username, password } = radicale;
	const credentials = [
		await createPlaneCredential(n8n, {
			apiUrl: plane.url,
			webUrl: plane.url,
			workspaceSlug: plane.workspaceSlug,
			apiKey: plane.apiKey,
			webhookSecret: plane.webhookSecret,
			requestsPerMinute: REQUESTS_PER_MINUTE,
		}),
		await createCalDavCredential(n8n, { url: proxy.url, username, password }),
	];
	const webhook = await publishTemplate(n8n, 'webhook', credentials);
	const reconcileTemplate = await publishTemplate(n8n, 'reconcile', credentials);
	plane.control.setWebhook(webhook.webhookUrl);
	// The view looks past the proxy, so that looking is not counted.
	const calendar = createCalendarView({ url: radicale.url, username, password });

	return {
		n8n,
		userFolder,
		plane,
		calendar,
		proxy,
		credentials,
		calDavData: { serverUrl: proxy.url, username, password },
		webhook,
		reconcileTemplate,
		reconcile: async () => await n8n.runWorkflow(reconcileTemplate.workflow.id),
		waitForEvent: async (itemId, fits) => {
			const look = async () => {
				const event = await calendar.find(uidOf(itemId));
				return fits(event) ? { event } : null;
			};
			return (await waitFor(`The event of ${itemId}`, look, { timeoutMs: 20_000, pollMs: 100 })).event;
		},
		stop: async () => {
			await n8n.stop();
			await plane.close();
			await proxy.stop();
			await radicale.stop();
			await fs.rm(userFolder, { recursive: true, force: true });
		},
	};
}
