/** n8n itself, in the version of `sandbox/n8n/package.json` and exactly as its lock file says. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { CommandError } from '../command';
import { inCache, inRepository } from '../paths';
import { succeeds } from '../run';
import { setUpNode } from './node';
import { npmIn } from './npm';
import { ensure, type Print } from './piece';

export interface N8nProgram {
	/** The Node to run it with. */
	readonly node: string;
	/** The script that is n8n. */
	readonly script: string;
	readonly version: string;
}

const FILES = ['package.json', 'package-lock.json'] as const;

function readWantedVersion(): string {
	const text = fs.readFileSync(inRepository('sandbox', 'n8n', 'package.json'), 'utf8');
	const manifest = JSON.parse(text) as { readonly dependencies: { readonly n8n: string } };
	return manifest.dependencies.n8n;
}

function hashOfLock(): string {
	return createHash('sha256')
		.update(fs.readFileSync(inRepository('sandbox', 'n8n', 'package-lock.json')))
		.digest('hex');
}

const databaseLoads = async (folder: string, node: string): Promise<boolean> =>
	await succeeds({ command: node, args: ['-e', "require('sqlite3')"], cwd: folder });

/** n8n's only compiled part that it cannot do without; a ready-made build is fetched where there is one. */
async function buildDatabase(folder: string, node: string): Promise<void> {
	if (await databaseLoads(folder, node)) return;
	const env = { PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}` };
	const advice =
		'sqlite3, the database n8n needs, could not be built: install a C++ compiler, make and python3 ' +
		'(Debian, Ubuntu: build-essential; macOS: xcode-select --install) and run the command again.';
	try {
		await npmIn(folder, ['rebuild', 'sqlite3', '--ignore-scripts=false'], { env });
	} catch (error) {
		throw new CommandError(`${error instanceof Error ? error.message : String(error)}\n${advice}`);
	}
	if (!(await databaseLoads(folder, node))) throw new CommandError(advice);
}

/** Where n8n is; installs it, and the Node it needs, into the cache when they are not there. */
export async function setUpN8n(print?: Print): Promise<N8nProgram> {
	const node = await setUpNode(print);
	const version = readWantedVersion();
	const folder = inCache('n8n');
	const script = inCache('n8n', 'node_modules', 'n8n', 'bin', 'n8n');
	await ensure(
		{
			title: `n8n ${version}`,
			firstTime: 'about five minutes and 2 GB',
			folder,
			wanted: `n8n@${version} ${hashOfLock()}`,
			files: [script, inCache('n8n', 'node_modules', 'sqlite3', 'package.json')],
			install: async () => {
				for (const file of FILES)
					fs.copyFileSync(inRepository('sandbox', 'n8n', file), path.join(folder, file));
				// Scripts off: a Kafka client nobody asks for would need a toolchain of its own.
				await npmIn(folder, [
					'install',
					'--ignore-scripts',
					'--legacy-peer-deps',
					'--omit=optional',
					'--omit=dev',
					'--prefer-offline',
				]);
				await buildDatabase(folder, node);
			},
		},
		print,
	);
	return { node, script, version };
}
