/**
 * Programs of Debian packages that are unpacked into the cache and never installed: where they are, and how they
 * run without the rights of root. Knows none of them by name.
 */
import { chown, mkdtemp, rm } from 'node:fs/promises';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Environment } from '../environment';
import { inCache } from '../paths';
import { startProcess, type RunningProcess } from '../processes';

/** User and group `nobody` on every Debian. */
export const NOBODY = { name: 'nobody', id: 65_534 } as const;

const LIBRARY_FOLDERS: Readonly<Partial<Record<NodeJS.Architecture, string>>> = {
	x64: 'x86_64-linux-gnu',
	arm64: 'aarch64-linux-gnu',
};

/** A path inside the folder where the packages are unpacked. */
const inUnpacked = (...parts: readonly string[]): string => inCache('debian', 'root', ...parts);

/**
 * A file or folder of the packages; that of the system where a package was installed before and not unpacked.
 *
 * @throws {Error} where there is none.
 */
export function inPackages(name: string): string {
	const found = [inUnpacked(name), `/${name}`].find((candidate) => fs.existsSync(candidate));
	if (found === undefined) throw new Error(`/${name} is in none of the Debian packages.`);
	return found;
}

/** Adds the libraries of the packages to an environment. */
export function withLibraries(environment: Environment): Environment {
	const folder = LIBRARY_FOLDERS[process.arch] ?? '';
	const folders = [inUnpacked('usr', 'lib', folder), inUnpacked('lib', folder)];
	return { ...process.env, LC_ALL: 'C.UTF-8', LD_LIBRARY_PATH: folders.join(':'), ...environment };
}

/** A temporary folder that belongs to nobody, and its removal. */
export async function openFolderOfNobody(prefix: string): Promise<string> {
	const folder = await mkdtemp(path.join(tmpdir(), prefix));
	await chown(folder, NOBODY.id, NOBODY.id);
	return folder;
}

export const removeFolder = async (folder: string): Promise<void> =>
	await rm(folder, { recursive: true, force: true });

export interface PackagedProgram {
	/** What a person calls it; also the name of its log. */
	readonly name: string;
	readonly command: string;
	readonly args: readonly string[];
	readonly env?: Environment;
	/** Where its log is kept. */
	readonly folder: string;
	readonly graceMs?: number;
}

/**
 * Starts a program as nobody: PostgreSQL and Cyrus refuse to be root. It may still read the cache when that is
 * in a folder only root may enter.
 */
export async function startAsNobody({
	name,
	command,
	args,
	env = {},
	folder,
	graceMs,
}: PackagedProgram): Promise<RunningProcess> {
	const id = String(NOBODY.id);
	return await startProcess({
		name,
		command: 'setpriv',
		args: [
			...[`--reuid=${id}`, `--regid=${id}`, '--clear-groups'],
			...['--inh-caps=+dac_override', '--ambient-caps=+dac_override'],
			...['--', command, ...args],
		],
		env: withLibraries(env),
		log: path.join(folder, `${name}.log`),
		cwd: folder,
		...(graceMs === undefined ? {} : { graceMs }),
	});
}

/** Runs a program as nobody to its end. @throws {Error} with the end of its log when it fails. */
export async function runAsNobody(program: PackagedProgram): Promise<void> {
	const child = await startAsNobody(program);
	const { code } = await child.exited;
	if (code !== 0) throw new Error(`${program.name} failed (${code ?? 'signal'}):\n${child.logTail()}`);
}
