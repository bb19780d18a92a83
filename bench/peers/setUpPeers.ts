/** The programs our reconcile is measured beside, in a Python environment of their own. */
import fs from 'node:fs';
import path from 'node:path';
import { inCache, inRepository } from '../../scripts/lib/paths';
import { runQuietly } from '../../scripts/lib/run';
import { ensure } from '../../scripts/lib/setup/piece';

export interface Peers {
	/** Folder with the programs `python` and `vdirsyncer`. */
	readonly programs: string;
	/** Name and version, as the table shows them. */
	readonly vdirsyncer: string;
	readonly pythonCaldav: string;
}

/** Installs them into the cache when they are not there. @throws {CommandError} with the end of pip's log. */
export async function setUpPeers(): Promise<Peers> {
	const folder = inCache('peers');
	const requirements = inRepository('bench', 'peers', 'requirements.txt');
	const wanted = fs.readFileSync(requirements, 'utf8');
	const programs = path.join(folder, 'bin');
	await ensure({
		title: 'vdirsyncer and python-caldav',
		firstTime: 'half a minute',
		folder,
		// The programs hold the path of the folder: moved elsewhere they must be made again.
		wanted: `${wanted}\n# in ${folder}\n`,
		files: ['python', 'vdirsyncer'].map((name) => path.join(programs, name)),
		install: async () => {
			await runQuietly('python3 -m venv for peers', {
				command: 'python3',
				args: ['-m', 'venv', '--clear', folder],
			});
			await runQuietly('pip install of peers', {
				command: path.join(programs, 'python'),
				args: ['-m', 'pip', 'install', '--disable-pip-version-check', '--requirement', requirements],
			});
		},
	});
	const versionOf = (name: string): string =>
		new RegExp(`^${name}==(.+)$`, 'm').exec(wanted)?.[1] ?? 'of no known version';
	return {
		programs,
		vdirsyncer: `vdirsyncer ${versionOf('vdirsyncer')}`,
		pythonCaldav: `python-caldav ${versionOf('caldav')}`,
	};
}
