/** Our package as it is published: built, packed, and installed into an n8n the way n8n itself does it. */
import fs from 'node:fs/promises';
import path from 'node:path';
import { CommandError } from './command';
import { toolEnvironment } from './environment';
import { developmentProgram, inCache, inRepository, repositoryRoot } from './paths';
import { runInForeground, runQuietly } from './run';
import { npmIn } from './setup/npm';

/** How the commands tell the tests which tarball is under test. */
export const TARBALL_VARIABLE = 'PACKAGE_TARBALL';

interface Manifest {
	readonly name: string;
	readonly version: string;
	readonly dependencies?: Readonly<Record<string, string>>;
}

interface Ledger {
	readonly name: string;
	readonly private: boolean;
	readonly dependencies: Readonly<Record<string, string>>;
}

const readJson = async <Shape>(file: string): Promise<Shape> =>
	JSON.parse(await fs.readFile(file, 'utf8')) as Shape;

const writeJson = async (file: string, value: object): Promise<void> =>
	await fs.writeFile(file, JSON.stringify(value, null, 2));

/**
 * Builds `dist/` and packs it; an earlier tarball in the cache is removed first.
 *
 * @returns path of the tarball.
 * @throws {CommandError} when building or packing fails.
 */
export async function buildAndPack(): Promise<string> {
	const folder = inCache('pack');
	await fs.rm(folder, { recursive: true, force: true });
	await fs.mkdir(folder, { recursive: true });

	const built = await runInForeground({
		command: developmentProgram('gulp'),
		args: ['build'],
		cwd: repositoryRoot,
	});
	if (built !== 0) throw new CommandError('The package could not be built: see the messages of gulp above.');
	await runQuietly('npm pack', {
		command: 'npm',
		args: ['pack', '--pack-destination', folder],
		cwd: repositoryRoot,
		env: toolEnvironment(process.env),
	});

	const [tarball, ...others] = (await fs.readdir(folder)).filter((file) => file.endsWith('.tgz'));
	if (tarball === undefined || others.length > 0)
		throw new CommandError(`npm pack left no single tarball in ${folder}.`);
	return path.join(folder, tarball);
}

/** The tarball a command has already made for its tests; made now when a test runs on its own. */
export async function tarballUnderTest(): Promise<string> {
	const given = process.env[TARBALL_VARIABLE];
	return given === undefined || given === '' ? await buildAndPack() : given;
}

/** Unpacks and returns what n8n keeps of the manifest: no development, peer or optional dependency. */
async function unpack(tarball: string, folder: string): Promise<Manifest> {
	await fs.rm(folder, { recursive: true, force: true });
	await fs.mkdir(folder, { recursive: true });
	await runQuietly('tar', { command: 'tar', args: ['-xzf', tarball, '-C', folder, '--strip-components=1'] });

	const manifestFile = path.join(folder, 'package.json');
	const manifest = await readJson<Manifest & Record<string, unknown>>(manifestFile);
	const dropped = new Set(['devDependencies', 'peerDependencies', 'optionalDependencies']);
	await writeJson(
		manifestFile,
		Object.fromEntries(Object.entries(manifest).filter(([key]) => !dropped.has(key))),
	);
	return manifest;
}

/** n8n's list of community packages, which lies beside their `node_modules`. */
async function addToLedger(nodesFolder: string, { name, version }: Manifest): Promise<void> {
	const file = path.join(nodesFolder, 'package.json');
	const ledger = await readJson<Ledger>(file).catch(() => ({
		name: 'installed-nodes',
		private: true,
		dependencies: {},
	}));
	await writeJson(file, { ...ledger, dependencies: { ...ledger.dependencies, [name]: version } });
}

/**
 * Installs a packed package into a user folder of n8n, as "Install community node" does
 * (n8n 2.41.1, community-packages.service, downloadPackage). An n8n that runs sees it after a restart.
 *
 * @param userFolder the N8N_USER_FOLDER.
 * @returns folder it was installed into.
 */
export async function installIntoN8n(tarball: string, userFolder: string): Promise<string> {
	const nodesFolder = path.join(userFolder, '.n8n', 'nodes');
	const { name } = await readJson<Manifest>(inRepository('package.json'));
	const folder = path.join(nodesFolder, 'node_modules', name);
	const manifest = await unpack(tarball, folder);
	if (Object.keys(manifest.dependencies ?? {}).length > 0) {
		await npmIn(folder, [
			'install',
			'--bin-links=false',
			'--install-strategy=shallow',
			'--ignore-scripts=true',
			'--package-lock=false',
		]);
	}
	await addToLedger(nodesFolder, manifest);
	return folder;
}
