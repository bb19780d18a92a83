/**
 * Starts real CalDAV servers (Radicale, Xandikos) on 127.0.0.1 from the Python environment that set-up puts
 * under .cache/python. Knows how to start and stop them, not what they are used for.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inCache } from './paths';
import { freePort } from './ports';
import { startProcess } from './processes';
import {
	DEFAULT_USERS,
	firstAccount,
	type Account,
	type CalendarServer,
	type CalendarServerOptions,
} from './servers/types';
import { waitForHttp } from './waitFor';

export type { CalendarServer, CalendarServerOptions } from './servers/types';

/** Milliseconds a server may take until it answers. */
const START_TIMEOUT_MS = 30_000;
/** Milliseconds between asking a server to end and ending it. */
const STOP_GRACE_MS = 3_000;

/** Radicale with htpasswd passwords; everybody sees and writes only what is their own, or what the rights say. */
export async function startRadicale(options: CalendarServerOptions = {}): Promise<CalendarServer> {
	const users = options.users ?? DEFAULT_USERS;
	const folder = await openFolder(options.dataFolder, 'radicale-');
	const passwords = join(folder.path, 'users');
	const lines = Object.entries(users).map(([name, password]) => `${name}:${password}\n`);
	await writeFile(passwords, lines.join(''), { mode: 0o600 });
	const rights = join(folder.path, 'rights');
	if (options.rights !== undefined) await writeFile(rights, options.rights);
	return await startServer({
		command: 'radicale',
		...(await accountAndPort(options)),
		folder,
		toArguments: (port) => [
			// An empty list of files: no configuration of this machine's.
			...['--config', ''],
			...['--server-hosts', `127.0.0.1:${port}`],
			...['--auth-type', 'htpasswd', '--auth-htpasswd-filename', passwords],
			...['--auth-htpasswd-encryption', 'plain', '--auth-delay', '0'],
			...(options.rights === undefined
				? ['--rights-type', 'owner_only']
				: ['--rights-type', 'from_file', '--rights-file', rights]),
			...['--storage-filesystem-folder', join(folder.path, 'collections')],
			...['--web-type', 'none', '--logging-level', 'warning'],
		],
	});
}

/** Xandikos without passwords; its one principal has an empty calendar home. */
export async function startXandikos(options: CalendarServerOptions = {}): Promise<CalendarServer> {
	const folder = await openFolder(options.dataFolder, 'xandikos-');
	const account = await accountAndPort(options);
	return await startServer({
		command: 'xandikos',
		...account,
		folder,
		toArguments: (port) => [
			'serve',
			...['--directory', join(folder.path, 'data'), '--state-dir', join(folder.path, 'state')],
			...['--listen-address', '127.0.0.1', '--port', String(port), '--no-detect-systemd'],
			...['--current-user-principal', `/${account.username}/`, '--autocreate'],
		],
	});
}

interface AccountAndPort extends Account {
	readonly port: number;
}

async function accountAndPort(options: CalendarServerOptions): Promise<AccountAndPort> {
	return { port: options.port ?? (await freePort()), ...firstAccount(options) };
}

interface Folder {
	readonly path: string;
	readonly isTemporary: boolean;
}

async function openFolder(chosen: string | undefined, prefix: string): Promise<Folder> {
	if (chosen === undefined) return { path: await mkdtemp(join(tmpdir(), prefix)), isTemporary: true };
	await mkdir(chosen, { recursive: true });
	return { path: chosen, isTemporary: false };
}

interface ServerPlan extends AccountAndPort {
	readonly command: string;
	readonly folder: Folder;
	readonly toArguments: (port: number) => readonly string[];
}

async function startServer({
	command,
	port,
	username,
	password,
	folder,
	toArguments,
}: ServerPlan): Promise<CalendarServer> {
	const url = `http://127.0.0.1:${port}/`;
	const child = await startProcess({
		name: command,
		command: inCache('python', 'bin', command),
		args: toArguments(port),
		log: join(folder.path, `${command}.log`),
		graceMs: STOP_GRACE_MS,
	});
	const stop = async (): Promise<void> => {
		await child.stop();
		if (folder.isTemporary) await rm(folder.path, { recursive: true, force: true });
	};
	try {
		await waitForHttp(child, url, { timeoutMs: START_TIMEOUT_MS });
	} catch (error) {
		await stop();
		throw error;
	}
	return { url, username, password, stop };
}
