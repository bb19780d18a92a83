/** A Python environment with the CalDAV servers of `sandbox/python/requirements.txt`. */
import fs from 'node:fs';
import path from 'node:path';
import { CommandError } from '../command';
import { inCache, inRepository } from '../paths';
import { runQuietly, succeeds } from '../run';
import { ensure, type Print } from './piece';

const OLDEST_PYTHON = '3.10';

const python = async (code: string): Promise<boolean> =>
	await succeeds({ command: 'python3', args: ['-c', code] });

async function checkPython(): Promise<void> {
	if (!(await python('pass'))) {
		throw new CommandError(
			`python3 was not found: please install Python ${OLDEST_PYTHON} or newer and run the command again.`,
		);
	}
	if (!(await python(`import sys; sys.exit(sys.version_info < (${OLDEST_PYTHON.replace('.', ', ')}))`))) {
		throw new CommandError(
			`python3 is too old: please install Python ${OLDEST_PYTHON} or newer and run the command again.`,
		);
	}
	if (!(await python('import venv, ensurepip'))) {
		throw new CommandError(
			"Python's venv module is missing: please install it (Debian, Ubuntu: python3-venv) and run the command again.",
		);
	}
}

/** Folder with the programs `python`, `radicale` and `xandikos`; installs them into the cache when needed. */
export async function setUpPython(print?: Print): Promise<string> {
	const folder = inCache('python');
	const requirements = inRepository('sandbox', 'python', 'requirements.txt');
	const programs = path.join(folder, 'bin');
	await ensure(
		{
			title: 'Radicale and Xandikos',
			firstTime: 'half a minute',
			folder,
			// The programs hold the path of the folder: moved elsewhere they must be made again.
			wanted: `${fs.readFileSync(requirements, 'utf8')}\n# in ${folder}\n`,
			files: ['python', 'radicale', 'xandikos'].map((name) => path.join(programs, name)),
			install: async () => {
				await checkPython();
				await runQuietly('python3 -m venv', { command: 'python3', args: ['-m', 'venv', folder] });
				await runQuietly('pip install', {
					command: path.join(programs, 'python'),
					args: ['-m', 'pip', 'install', '--disable-pip-version-check', '--requirement', requirements],
				});
			},
		},
		print,
	);
	return programs;
}
