/**
 * Cyrus IMAP with its CalDAV module from its Debian packages. Nothing of it is installed; it listens on 127.0.0.1
 * only and leaves nothing behind.
 */
import { writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { freePort } from '../ports';
import { waitForHttp } from '../waitFor';
import {
	inPackages,
	NOBODY,
	openFolderOfNobody,
	removeFolder,
	runAsNobody,
	startAsNobody,
	type PackagedProgram,
} from './debian';
import { DEFAULT_USERS, firstAccount, type AccountOptions, type CalendarServer } from './types';

const START_TIMEOUT_MS = 30_000;
const STOP_GRACE_MS = 3_000;
const ANSWER_TIMEOUT_MS = 10_000;
const MAXIMUM_PROCESSES = 8;
/** Makes the mailboxes of the others, without which nobody has a calendar home. */
const ADMINISTRATOR = { name: 'administrator', password: 'only on loopback' } as const;

interface Ports {
	readonly http: number;
	readonly imap: number;
}

/** Cyrus with these users; each has the home `/dav/calendars/user/{name}/` without a calendar in it. */
export async function startCyrus(options: AccountOptions = {}): Promise<CalendarServer> {
	const folder = await openFolderOfNobody('cyrus-');
	const users = options.users ?? DEFAULT_USERS;
	const ports = { http: await freePort(), imap: await freePort() };
	const running: Array<{ readonly stop: () => Promise<void> }> = [];
	const stop = async (): Promise<void> => {
		for (const child of running) await child.stop();
		await removeFolder(folder);
	};
	try {
		await writeConfiguration(folder, ports);
		const accounts = Object.entries(users).map(([name, password]) => ({ name, password }));
		for (const account of [ADMINISTRATOR, ...accounts]) await setPassword(folder, account);
		const master = await startAsNobody({
			...program(folder, 'master', ['-M', inFolder(folder, 'cyrus.conf'), '-D']),
			graceMs: STOP_GRACE_MS,
		});
		running.push(master);
		const url = `http://127.0.0.1:${ports.http}/`;
		await waitForHttp(master, url, { timeoutMs: START_TIMEOUT_MS });
		await createMailboxes(ports.imap, Object.keys(users));
		return { url, ...firstAccount(options), stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

const inFolder = (folder: string, name: string): string => path.join(folder, name);
const programPath = (name: string): string => inPackages(`usr/lib/cyrus/bin/${name}`);

function program(folder: string, name: string, args: readonly string[]): PackagedProgram {
	return {
		name,
		command: programPath(name),
		args: ['-C', inFolder(folder, 'imapd.conf'), '-p', inFolder(folder, 'master.pid'), ...args],
		env: { CYRUS_USER: NOBODY.name },
		folder,
	};
}

async function writeConfiguration(folder: string, { http, imap }: Ports): Promise<void> {
	const settings = {
		configdirectory: inFolder(folder, 'state'),
		'partition-default': inFolder(folder, 'mail'),
		defaultpartition: 'default',
		proc_path: inFolder(folder, 'processes'),
		mboxname_lockpath: inFolder(folder, 'locks'),
		temp_path: inFolder(folder, 'temporary'),
		cyrus_user: NOBODY.name,
		servername: '127.0.0.1',
		admins: ADMINISTRATOR.name,
		allowplaintext: 'yes',
		httpmodules: 'caldav',
		// A home that holds nothing but what the tests made.
		caldav_create_default: 'no',
		sasl_pwcheck_method: 'auxprop',
		sasl_auxprop_plugin: 'sasldb',
		sasl_sasldb_path: inFolder(folder, 'passwords'),
		sasl_mech_list: 'PLAIN',
	};
	const configuration = inFolder(folder, 'imapd.conf');
	await writeFile(
		configuration,
		Object.entries(settings)
			.map(([name, value]) => `${name}: ${value}\n`)
			.join(''),
	);
	const service = (name: string, port: number): string =>
		`${name} cmd="${programPath(name)} -C ${configuration}" listen="127.0.0.1:${port}" ` +
		`prefork=0 maxchild=${MAXIMUM_PROCESSES}`;
	const recover = `recover cmd="${programPath('ctl_cyrusdb')} -C ${configuration} -r"`;
	await writeFile(
		inFolder(folder, 'cyrus.conf'),
		`START {\n${recover}\n}\nSERVICES {\n${service('imapd', imap)}\n${service('httpd', http)}\n}\nEVENTS {\n}\n`,
	);
}

interface User {
	readonly name: string;
	readonly password: string;
}

async function setPassword(folder: string, { name, password }: User): Promise<void> {
	await runAsNobody({
		name: 'saslpasswd2',
		command: 'sh',
		// It takes a password from its input only.
		args: ['-c', 'printf %s "$PASSWORD" | "$0" "$@"', inPackages('usr/sbin/saslpasswd2'), '-p', '-c']
			.concat(['-f', inFolder(folder, 'passwords')])
			.concat(['-u', '127.0.0.1', name]),
		env: { PASSWORD: password },
		folder,
	});
}

async function createMailboxes(port: number, names: readonly string[]): Promise<void> {
	const { name, password } = ADMINISTRATOR;
	const commands = [
		`a LOGIN ${name} "${password}"`,
		...names.map((user) => `b CREATE user/${user}`),
		'c LOGOUT',
	];
	const answer = await talk(port, commands);
	const created = answer.match(/^b OK/gm)?.length ?? 0;
	if (created !== names.length) throw new Error(`Cyrus did not create the mailboxes:\n${answer}`);
}

/** Sends lines to a server and resolves with all it says until it hangs up. */
async function talk(port: number, lines: readonly string[]): Promise<string> {
	return await new Promise((resolve, reject) => {
		const socket = net.connect({ host: '127.0.0.1', port });
		const chunks: Buffer[] = [];
		socket.setTimeout(ANSWER_TIMEOUT_MS, () => socket.destroy(new Error('Cyrus did not answer.')));
		socket.on('data', (chunk: Buffer) => chunks.push(chunk));
		socket.once('error', reject);
		socket.once('close', () => resolve(Buffer.concat(chunks).toString('utf8')));
		socket.write(lines.map((line) => `${line}\r\n`).join(''));
	});
}
