/**
 * Starts and ends other programs. Each runs in a process group of its own, so that ending it ends what it
 * started too, and a small reaper beside us ends the groups even if we are killed. It knows no program.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Environment } from './environment';

const DEFAULT_GRACE_MS = 8_000;
const POLL_MS = 50;
const LOG_TAIL_LINES = 25;
const LOG_TAIL_BYTES = 64 * 1024;
const FIRST_SIGNAL_EXIT_CODE = 128;
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface StartOptions {
	/** What a person calls it: `n8n`. */
	readonly name: string;
	readonly command: string;
	readonly args: readonly string[];
	/** The whole environment of the child; ours when absent. */
	readonly env?: Environment;
	readonly cwd?: string;
	/** File its output is added to, or null for our own output. */
	readonly log: string | null;
	/** Milliseconds between asking it to end and ending it. */
	readonly graceMs?: number;
}

export interface Exit {
	readonly code: number | null;
	readonly signal: NodeJS.Signals | null;
}

export interface RunningProcess {
	readonly name: string;
	/** Also the id of its process group. */
	readonly pid: number;
	/** Resolves when it ended, whoever ended it; never rejects. */
	readonly exited: Promise<Exit>;
	readonly isRunning: () => boolean;
	/** The last lines of its log; empty without one. */
	readonly logTail: () => string;
	/** Asks the whole group to end, ends it after the grace period, and resolves when it is gone. */
	readonly stop: () => Promise<void>;
}

const running = new Set<RunningProcess>();
let reaper: ChildProcess | null = null;
let isStopping = false;

/** Whether a signal asked us to end: errors that come now are part of ending. */
export const isStoppingEverything = (): boolean => isStopping;

/** Ends every process that was started here and still runs. */
export async function stopEverything(): Promise<void> {
	await Promise.all([...running].map(async (child) => await child.stop()));
}

function stopEverythingOnSignals(): void {
	for (const signal of STOP_SIGNALS) {
		process.on(signal, () => {
			if (isStopping) return;
			isStopping = true;
			const exitCode = FIRST_SIGNAL_EXIT_CODE + os.constants.signals[signal];
			void stopEverything().finally(() => process.exit(exitCode));
		});
	}
}

function tellReaper(line: string): void {
	if (reaper === null) {
		stopEverythingOnSignals();
		reaper = spawn(process.execPath, [path.join(__dirname, 'reaper.mjs')], {
			detached: true,
			stdio: ['pipe', 'ignore', 'ignore'],
		});
		reaper.unref();
		// A reaper that is gone must not take us with it.
		reaper.stdin?.on('error', () => undefined);
	}
	reaper.stdin?.write(`${line}\n`);
}

function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
	try {
		process.kill(-pid, signal);
		return true;
	} catch {
		return false;
	}
}

function readTail(file: string | null): string {
	if (file === null || !fs.existsSync(file)) return '';
	const handle = fs.openSync(file, 'r');
	try {
		const { size } = fs.fstatSync(handle);
		const length = Math.min(size, LOG_TAIL_BYTES);
		const bytes = Buffer.alloc(length);
		fs.readSync(handle, bytes, 0, length, size - length);
		return bytes.toString('utf8').trimEnd().split('\n').slice(-LOG_TAIL_LINES).join('\n');
	} finally {
		fs.closeSync(handle);
	}
}

function openLog(log: string | null): number | 'inherit' {
	if (log === null) return 'inherit';
	fs.mkdirSync(path.dirname(log), { recursive: true });
	return fs.openSync(log, 'a');
}

async function spawnGroup(options: StartOptions): Promise<ChildProcess & { readonly pid: number }> {
	const output = openLog(options.log);
	try {
		const child = spawn(options.command, options.args, {
			detached: true,
			cwd: options.cwd,
			env: options.env === undefined ? process.env : { ...options.env },
			stdio: ['ignore', output, output],
		});
		await new Promise<void>((resolve, reject) => {
			child.once('spawn', resolve);
			child.once('error', (cause) =>
				reject(new Error(`${options.name} could not be started (${cause.message}).`, { cause })),
			);
		});
		const { pid } = child;
		if (pid === undefined) throw new Error(`${options.name} could not be started.`);
		return Object.assign(child, { pid });
	} finally {
		if (typeof output === 'number') fs.closeSync(output);
	}
}

async function stopGroup(pid: number, graceMs: number): Promise<void> {
	signalGroup(pid, 'SIGTERM');
	const deadline = Date.now() + graceMs;
	while (signalGroup(pid, 0) && Date.now() < deadline) await sleep(POLL_MS);
	signalGroup(pid, 'SIGKILL');
}

/** Starts a program in a process group of its own. @throws {Error} when it cannot be started at all. */
export async function startProcess(options: StartOptions): Promise<RunningProcess> {
	const child = await spawnGroup(options);
	const { pid } = child;
	tellReaper(`+${pid}`);

	let isRunning = true;
	const exited = new Promise<Exit>((resolve) => {
		child.once('exit', (code, signal) => {
			isRunning = false;
			// What the leader leaves behind goes with it.
			signalGroup(pid, 'SIGKILL');
			tellReaper(`-${pid}`);
			running.delete(started);
			resolve({ code, signal });
		});
	});
	const started: RunningProcess = {
		name: options.name,
		pid,
		exited,
		isRunning: () => isRunning,
		logTail: () => readTail(options.log),
		stop: async () => {
			if (!isRunning) return;
			await stopGroup(pid, options.graceMs ?? DEFAULT_GRACE_MS);
			await exited;
		},
	};
	running.add(started);
	return started;
}
