/**
 * `npm start`: a real n8n with this package, a CalDAV server and Plane or its stand-in, connected and working.
 * Shows that it works, prints where everything is, and runs until it is stopped.
 */
import { startStandIn } from '../sandbox/plane/server';
import type { RunningStandIn } from '../sandbox/plane/standIn';
import { createCalendarView } from './lib/calendarView';
import { startRadicale } from './lib/calendarServers';
import { CommandError, runCommand } from './lib/command';
import { changeAndWatch, reconcileOnce, type Demonstration } from './lib/demonstration';
import {
	createCalDavCredential,
	createPlaneCredential,
	OWNER,
	publishTemplate,
	startN8nWithPackage,
	type CalDavServer,
	type PlaneServer,
} from './lib/n8nWithPackage';
import { parseStartOptions, wantedPorts } from './lib/options';
import { buildAndPack } from './lib/package';
import { inCache } from './lib/paths';
import { findBusyPort } from './lib/ports';
import { setUp } from './lib/setup';
import { calDavOfEnvironment, planeOfEnvironment } from './lib/startServers';
import { createSteps, formatDuration } from './lib/steps';
import { formatTable } from './lib/table';

const CALENDAR_USER = { ada: 'calendar' };

runCommand(async () => {
	const options = parseStartOptions(process.argv.slice(2), process.env);
	const ownPlane = planeOfEnvironment(process.env);
	const ownCalDav = calDavOfEnvironment(process.env);
	const steps = createSteps({ total: ownPlane === null ? 8 : 7 });
	const { ports } = options;

	const tools = await steps.run('Set up Node 24, n8n and Radicale', async (note) => {
		const needed = wantedPorts(options).filter(({ port }) => {
			return !(ownPlane !== null && port === ports.plane) && !(ownCalDav !== null && port === ports.radicale);
		});
		const busy = await findBusyPort(needed);
		if (busy !== null) throw new CommandError(busy);
		return await setUp(note);
	});
	const tarball = await steps.run('Build and pack the package', buildAndPack);

	const { calDav, stopCalDav } = await steps.run(`Start the calendar server`, async (note) => {
		if (ownCalDav !== null) return { calDav: ownCalDav, stopCalDav: async () => undefined };
		const server = await startRadicale({ port: ports.radicale, users: CALENDAR_USER });
		note(`Radicale at ${server.url}`);
		return { calDav: server satisfies CalDavServer, stopCalDav: server.stop };
	});
	const standIn = await steps.run(
		ownPlane === null ? 'Start the stand-in for Plane' : 'Use your Plane',
		async (note) => {
			if (ownPlane !== null) return null;
			const running = await startStandIn({ port: ports.plane });
			note(`the stand-in at ${running.url}`);
			return running;
		},
	);
	const plane = ownPlane ?? planeOf(standIn);

	const n8n = await steps.run('Start n8n with the packed package installed', async (note) => {
		const userFolder = inCache('start', 'n8n');
		const { n8n: program } = tools;
		const started = await startN8nWithPackage({
			program,
			tarball,
			userFolder,
			port: ports.n8n,
			brokerPort: ports.broker,
		});
		note(`n8n at ${started.url}, its log in ${started.log}`);
		return started;
	});
	const { demonstration, webhookUrl } = await steps.run(
		'Create credentials, import and publish the templates',
		async () => {
			const credentials = [
				await createPlaneCredential(n8n, plane),
				await createCalDavCredential(n8n, calDav),
			];
			const webhook = await publishTemplate(n8n, 'webhook', credentials);
			const reconcile = await publishTemplate(n8n, 'reconcile', credentials);
			standIn?.control.setWebhook(webhook.webhookUrl);
			const made: Demonstration = { n8n, view: createCalendarView(calDav), reconcile };
			return { demonstration: made, webhookUrl: webhook.webhookUrl };
		},
	);
	await steps.run('Reconcile for the first time', async (note) => await reconcileOnce(demonstration, note));
	if (standIn !== null) {
		await steps.run('Change an item in Plane and watch the calendar', async (note) => {
			await changeAndWatch(demonstration, standIn, note);
		});
	}

	await printCalendars(demonstration);
	printAddresses({ n8n: n8n.url, plane, calDav, isStandIn: standIn !== null, webhookUrl });
	console.log(`\nReady after ${formatDuration(steps.elapsedMs())}.`);
	if (!options.isOnce) {
		console.log('Everything runs until you press Ctrl-C.');
		await n8n.ended;
	}
	await standIn?.close();
	await stopCalDav();
	return 0;
});

function planeOf(standIn: RunningStandIn | null): PlaneServer {
	if (standIn === null) throw new Error('There is neither a Plane nor its stand-in.');
	const { url, workspaceSlug, apiKey, webhookSecret } = standIn;
	return { apiUrl: url, webUrl: url, workspaceSlug, apiKey, webhookSecret };
}

async function printCalendars({ view }: Demonstration): Promise<void> {
	const calendars = await view.look();
	const today = new Date().toISOString().slice(0, 10).replaceAll('-', '');
	const rows = calendars.map(({ calendar, events }) => {
		const next = events.find(({ start }) => start >= today);
		return [calendar.name, events.length, next === undefined ? '' : `${dashed(next.start)} ${next.summary}`];
	});
	console.log(`\n${formatTable([['calendar', 'events', 'next'], ...rows])}`);
}

const dashed = (date: string): string => `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)}`;

interface Addresses {
	readonly n8n: string;
	readonly plane: PlaneServer;
	readonly calDav: CalDavServer;
	readonly isStandIn: boolean;
	readonly webhookUrl: string | null;
}

function printAddresses({ n8n, plane, calDav, isStandIn, webhookUrl }: Addresses): void {
	const rows = [
		['', 'address', 'log-in'],
		['n8n', n8n, `${OWNER.email} / ${OWNER.password}`],
		isStandIn
			? ['Plane (stand-in)', plane.webUrl, 'none needed']
			: ['Plane', plane.webUrl, 'yours; it is only read'],
		['calendar', calDav.url, calDav.username === 'ada' ? `${calDav.username} / ${calDav.password}` : 'yours'],
	];
	console.log(`\n${formatTable(rows)}`);
	if (isStandIn || webhookUrl === null) return;
	console.log(
		`\nFor changes within seconds add this address in Plane (Workspace settings → Webhooks): ${webhookUrl}`,
	);
	if (plane.webhookSecret === '') {
		console.log('Then start again with PLANE_WEBHOOK_SECRET set to the secret that Plane shows.');
	}
}
