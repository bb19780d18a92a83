/**
 * DAViCal from its Debian package: PHP's own web server in front of it and a private PostgreSQL behind. Nothing
 * of it is installed; it listens on 127.0.0.1 only and leaves nothing behind.
 */
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { freePort } from '../ports';
import type { RunningProcess } from '../processes';
import { waitForHttp } from '../waitFor';
import { inPackages, openFolderOfNobody, removeFolder, runAsNobody, startAsNobody } from './debian';
import { postgresClient, postgresProgram, startPostgres } from './postgres';
import { DEFAULT_USERS, firstAccount, type AccountOptions, type CalendarServer } from './types';

const START_TIMEOUT_MS = 30_000;
const STOP_GRACE_MS = 500;
/** Requests served at the same time. */
const WORKERS = '4';
/** Numbers of users begin above those DAViCal gives itself. */
const FIRST_USER_NUMBER = 2_000;
/** In the order in which they need each other. */
const EXTENSIONS = 'pdo pdo_pgsql pgsql xml dom calendar gettext iconv tokenizer ctype posix'.split(' ');

/** DAViCal with these users; each has the home `/caldav.php/{name}/` without a calendar in it. */
export async function startDavical(options: AccountOptions = {}): Promise<CalendarServer> {
	const folder = await openFolderOfNobody('davical-');
	const processes: RunningProcess[] = [];
	const stop = async (): Promise<void> => {
		for (const child of [...processes].reverse()) await child.stop();
		await removeFolder(folder);
	};
	try {
		processes.push(await startPostgres(folder));
		await createDatabase(folder);
		await addUsers(folder, options.users ?? DEFAULT_USERS);
		await writeSite(folder);
		const port = await freePort();
		const web = await startWebServer(folder, port);
		processes.push(web);
		const url = `http://127.0.0.1:${port}/`;
		await waitForHttp(web, url, { timeoutMs: START_TIMEOUT_MS });
		return { url, ...firstAccount(options), stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

async function createDatabase(folder: string): Promise<void> {
	const perl = ['usr/share/perl5', ...perlFolders()].map(inPackages);
	await runAsNobody({
		name: 'create-database',
		command: 'sh',
		args: [inPackages('usr/share/davical/dba/create-database.sh'), 'davical', 'unused'],
		env: { ...postgresClient(folder), PERL5LIB: perl.join(':') },
		folder,
	});
}

const perlFolders = (): readonly string[] =>
	process.arch === 'arm64'
		? ['usr/lib/aarch64-linux-gnu/perl5/5.36']
		: ['usr/lib/x86_64-linux-gnu/perl5/5.36'];

async function addUsers(folder: string, users: Readonly<Record<string, string>>): Promise<void> {
	const statements = Object.entries(users).map(([name, password], index) => {
		const number = FIRST_USER_NUMBER + index;
		return (
			'INSERT INTO usr (user_no, active, email_ok, username, password, fullname, email) VALUES ' +
			`(${number}, true, now(), ${quote(name)}, ${quote(`**${password}`)}, ${quote(name)}, ${quote(`${name}@example.com`)});` +
			'INSERT INTO principal (principal_id, type_id, user_no, displayname, default_privileges) VALUES ' +
			`(${number}, 1, ${number}, ${quote(name)}, 0::bit(24));`
		);
	});
	await runAsNobody({
		name: 'add-users',
		command: postgresProgram('psql'),
		args: ['-qX', '-v', 'ON_ERROR_STOP=1', '-c', statements.join('\n'), 'davical'],
		env: postgresClient(folder),
		folder,
	});
}

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A copy of its pages that reads the configuration beside them instead of that of this machine. */
async function writeSite(folder: string): Promise<void> {
	const site = path.join(folder, 'site');
	const pages = path.join(site, 'htdocs');
	await cp(inPackages('usr/share/davical/htdocs'), pages, { recursive: true });
	await symlink(inPackages('usr/share/davical/inc'), path.join(site, 'inc'));
	await mkdir(path.join(site, 'config'));
	const start = path.join(pages, 'always.php');
	const text = await readFile(start, 'utf8');
	await writeFile(start, text.replaceAll('/etc/davical/', `${site}/config/`));
	await writeFile(
		path.join(site, 'config', 'config.php'),
		`<?php
$c->domain_name = '127.0.0.1';
$c->system_name = 'DAViCal';
$c->admin_email = 'nobody@example.com';
$c->default_locale = 'en';
$c->pg_connect[] = 'dbname=davical user=postgres host=${folder}';
`,
	);
	// PHP's web server knows no PATH_INFO for addresses that are no files.
	await writeFile(
		path.join(site, 'router.php'),
		`<?php
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
$_SERVER['PATH_INFO'] = rawurldecode(preg_replace('{^/caldav\\.php}', '', $path));
$_SERVER['SCRIPT_NAME'] = '/caldav.php';
chdir('${pages}');
require '${pages}/caldav.php';
`,
	);
}

async function startWebServer(folder: string, port: number): Promise<RunningProcess> {
	const site = path.join(folder, 'site');
	const settings = [
		`extension_dir=${inPackages('usr/lib/php/20220829')}`,
		...EXTENSIONS.map((name) => `extension=${name}`),
		`include_path=.:${site}/inc:${inPackages('usr/share/awl/inc')}`,
		'display_errors=0',
		'log_errors=1',
	];
	return await startAsNobody({
		name: 'php',
		command: inPackages('usr/bin/php8.2'),
		args: [
			'-n',
			...settings.flatMap((setting) => ['-d', setting]),
			...['-S', `127.0.0.1:${port}`, '-t', path.join(site, 'htdocs'), path.join(site, 'router.php')],
		],
		env: { PHP_CLI_SERVER_WORKERS: WORKERS },
		folder,
		graceMs: STOP_GRACE_MS,
	});
}
