/**
 * Cyrus and DAViCal for `npm run test:full`, as Debian packages them. The packages are unpacked into the cache:
 * nothing is installed, no user is made and no service of the machine is touched.
 */
import fs from 'node:fs';
import path from 'node:path';
import { CommandError } from '../command';
import { inCache } from '../paths';
import { runQuietly, succeeds } from '../run';
import { ensure, type Print } from './piece';

const PACKAGES = 'cyrus-imapd cyrus-caldav sasl2-bin davical php-cli php-pgsql php-xml postgresql'.split(' ');
/** The release whose packages are Cyrus 3.6, DAViCal 1.1, PHP 8.2 and PostgreSQL 15. */
const RELEASE = '12';
const ARCHITECTURES: ReadonlySet<string> = new Set(['x64', 'arm64']);

const readRelease = (): string => {
	const file = '/etc/os-release';
	return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
};

/** Why Cyrus and DAViCal cannot be run here, in one sentence, or null where they can. */
export function whyNoDebianServers(
	release = readRelease(),
	userId = process.getuid?.() ?? -1,
): string | null {
	const isRelease = /^ID=debian$/m.test(release) && release.includes(`VERSION_ID="${RELEASE}"`);
	const isRoot = userId === 0;
	if (isRelease && isRoot && ARCHITECTURES.has(process.arch)) return null;
	const reason = isRelease ? 'this is not root' : `this is not Debian ${RELEASE}`;
	return (
		`Cyrus and DAViCal are not run: ${isRelease && isRoot ? `there are no packages for ${process.arch}` : reason} ` +
		`(they come from the packages of Debian ${RELEASE} and are started as another user, which needs root).`
	);
}

/** Whether they are unpacked already. */
export const debianServersAreThere = (): boolean => fs.existsSync(inCache('debian', '.complete'));

/** Unpacks the packages that are not installed into the cache. */
export async function setUpDebianServers(print?: Print): Promise<void> {
	const folder = inCache('debian');
	const archives = path.join(folder, 'archives');
	await ensure(
		{
			title: 'Cyrus and DAViCal',
			firstTime: 'half a minute',
			folder,
			wanted: `${PACKAGES.join(' ')} of Debian ${RELEASE}`,
			files: [],
			install: async () => {
				await download(archives);
				await unpack(archives, path.join(folder, 'root'));
				fs.rmSync(archives, { recursive: true, force: true });
			},
		},
		print,
	);
}

async function download(archives: string): Promise<void> {
	fs.mkdirSync(path.join(archives, 'partial'), { recursive: true });
	await runQuietly('apt-get update', { command: 'apt-get', args: ['update'] });
	const options = [`Dir::Cache::archives=${archives}`, 'APT::Sandbox::User=root'];
	await runQuietly('apt-get download', {
		command: 'apt-get',
		args: [
			...['install', '-y', '--download-only', '--no-install-recommends', '--no-upgrade'],
			...options.flatMap((option) => ['-o', option]),
			...PACKAGES,
		],
	});
}

async function unpack(archives: string, root: string): Promise<void> {
	if (!(await succeeds({ command: 'setpriv', args: ['--version'] })))
		throw new CommandError('setpriv was not found: please install util-linux and run the command again.');
	fs.mkdirSync(root, { recursive: true });
	for (const file of fs.readdirSync(archives).filter((name) => name.endsWith('.deb')))
		await runQuietly('dpkg-deb', {
			command: 'dpkg-deb',
			args: ['--extract', path.join(archives, file), root],
		});
}
