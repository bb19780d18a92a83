/** Time and memory of this process. */
import { readFile, writeFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';

const MEGABYTE = 1024 * 1024;

/** Milliseconds. */
export async function timeOf(work: () => Promise<unknown>): Promise<number> {
	const startedAt = performance.now();
	await work();
	return performance.now() - startedAt;
}

/**
 * The largest resident set while the work ran, above the one before, in megabytes. Linux keeps it and lets it begin
 * anew: reading a long answer blocks every timer.
 */
export async function peakOf(work: () => Promise<unknown>): Promise<number> {
	globalThis.gc?.();
	const idle = process.memoryUsage().rss;
	await writeFile('/proc/self/clear_refs', '5');
	await work();
	return Math.max(0, (await readPeak()) - idle) / MEGABYTE;
}

/** Bytes. */
async function readPeak(): Promise<number> {
	const status = await readFile('/proc/self/status', 'utf8');
	return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}
