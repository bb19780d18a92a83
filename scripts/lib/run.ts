/** Runs a program to its end, either in front of the person or quietly into a log file. */
import fs from 'node:fs';
import { CommandError } from './command';
import type { Environment } from './environment';
import { inCache } from './paths';
import { startProcess } from './processes';

export interface RunOptions {
	readonly command: string;
	readonly args: readonly string[];
	readonly env?: Environment;
	readonly cwd?: string;
}

const SIGNALLED = 1;

/** Runs it with our own output and resolves with its exit code. @throws {Error} when it cannot be started. */
export async function runInForeground(options: RunOptions): Promise<number> {
	const child = await startProcess({ ...options, name: options.command, log: null });
	const { code } = await child.exited;
	return code ?? SIGNALLED;
}

/**
 * Runs it with its output in `.cache/logs/{name}.log`.
 *
 * @param name what a person calls this run; also the name of its log.
 * @throws {CommandError} with the end of that log when it fails.
 */
export async function runQuietly(name: string, options: RunOptions): Promise<void> {
	const log = inCache('logs', `${name.replace(/[^\w.-]+/g, '-')}.log`);
	fs.rmSync(log, { force: true });
	const child = await startProcess({ ...options, name, log });
	const { code } = await child.exited;
	if (code !== 0) throw new CommandError(`${name} failed (exit code ${code ?? 'none'}):\n${child.logTail()}`);
}

/** Whether it runs and ends well; its output is dropped. */
export async function succeeds(options: RunOptions): Promise<boolean> {
	try {
		const child = await startProcess({ ...options, name: options.command, log: '/dev/null' });
		return (await child.exited).code === 0;
	} catch {
		return false;
	}
}
