/** npm, run for a folder of its own: neither our package nor the npm that started us may leak into it. */
import { toolEnvironment, type Environment } from '../environment';
import { CommandError } from '../command';
import { runQuietly } from '../run';

export interface NpmOptions {
	readonly env?: Environment;
}

const FLAGS = ['--no-fund', '--no-audit', '--no-update-notifier', '--loglevel=error', '--fetch-retries=5'];

/**
 * Runs npm with its output in a log.
 *
 * @throws {CommandError} with the end of the log when npm fails or is not there.
 */
export async function npmIn(
	folder: string,
	args: readonly string[],
	{ env = {} }: NpmOptions = {},
): Promise<void> {
	const name = `npm ${args[0] ?? ''}`;
	try {
		await runQuietly(`${name} in ${folder.split('/').slice(-2).join('/')}`, {
			command: 'npm',
			args: [...args, '--prefix', folder, ...FLAGS],
			cwd: folder,
			env: { ...toolEnvironment(process.env), ...env },
		});
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw new CommandError(
			`${reason}\n${name} must work for this: check that npm is installed and the network is there.`,
		);
	}
}
