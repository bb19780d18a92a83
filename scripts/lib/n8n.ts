/** A real n8n on this machine: starts it, waits until it can be used, and hands out the driver for it. */
import fs from 'node:fs/promises';
import path from 'node:path';
import { createDriver, type N8nDriver } from './n8n/driver';
import { n8nEnvironment, urlOfPort, type N8nSettings } from './n8n/environment';
import { createSession } from './n8n/session';
import { startProcess } from './processes';
import type { N8nProgram } from './setup';
import { waitForHttp } from './waitFor';

export { isConflict, type N8nDriver, type Owner, type RunOptions } from './n8n/driver';
export { isFinished, itemsOf } from './n8n/execution';
export { findManualStart, withCredentials, withoutPinData, withScheduleEvery } from './n8n/workflow';
export type * from './n8n/types';

const START_TIMEOUT_MS = 180_000;
const STOP_GRACE_MS = 15_000;

export interface StartN8nOptions extends N8nSettings {
	/** Which n8n, from `setUpN8n`. */
	readonly program: N8nProgram;
	/** File its output is added to; `n8n.log` in the user folder when absent. */
	readonly log?: string;
}

export interface N8n extends N8nDriver {
	/** Without a slash at its end. */
	readonly url: string;
	readonly pid: number;
	readonly log: string;
	/** Address of a published webhook. */
	readonly webhookUrl: (webhookPath: string) => string;
	readonly stop: () => Promise<void>;
	/** Resolves when it ended, whoever ended it. */
	readonly ended: Promise<unknown>;
}

/**
 * Starts n8n and resolves when its REST API answers (10 to 15 s).
 *
 * @throws {Error} with the end of its log when it does not come up.
 */
export async function startN8n({ program, log, ...settings }: StartN8nOptions): Promise<N8n> {
	const url = urlOfPort(settings.port);
	const logFile = log ?? path.join(settings.userFolder, 'n8n.log');
	await fs.mkdir(settings.userFolder, { recursive: true });
	const child = await startProcess({
		name: 'n8n',
		command: program.node,
		args: [program.script, 'start'],
		cwd: settings.userFolder,
		env: n8nEnvironment(process.env, settings),
		log: logFile,
		graceMs: STOP_GRACE_MS,
	});
	try {
		// While it starts, n8n answers every address with a page that says so.
		const accept = (response: Response): boolean =>
			response.ok && (response.headers.get('content-type') ?? '').includes('json');
		await waitForHttp(child, `${url}/rest/settings`, { timeoutMs: START_TIMEOUT_MS, accept });
	} catch (error) {
		await child.stop();
		throw error;
	}
	return {
		...createDriver(createSession(url)),
		url,
		pid: child.pid,
		log: logFile,
		webhookUrl: (webhookPath) => `${url}/webhook/${webhookPath}`,
		stop: child.stop,
		ended: child.exited,
	};
}
