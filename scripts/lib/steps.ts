/** Prints what a command is doing: numbered steps with the time each took. It knows nothing of what they do. */

export interface Steps {
	/** Runs one step and prints its number, title and duration; a failed step is printed as such and rethrown. */
	readonly run: <Result>(title: string, work: (note: Note) => Promise<Result>) => Promise<Result>;
	/** How long all steps took so far, in milliseconds. */
	readonly elapsedMs: () => number;
}

/** Prints a detail under the current step. */
export type Note = (text: string) => void;

export interface StepsOptions {
	/** How many steps there will be. */
	readonly total: number;
	readonly print?: (line: string) => void;
	/** Milliseconds since any fixed moment. */
	readonly now?: () => number;
}

/** `0.4 s`, `83.0 s`, `3 min 12 s`. */
export function formatDuration(milliseconds: number): string {
	const seconds = milliseconds / 1000;
	if (seconds < 100) return `${seconds.toFixed(1)} s`;
	const whole = Math.round(seconds);
	return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/**
 * A printer of numbered steps:
 * ```
 * 1/9 Installing n8n …
 *     2,024 packages
 * 1/9 Installing n8n: 83.0 s
 * ```
 */
export function createSteps({ total, print = console.log, now = Date.now }: StepsOptions): Steps {
	const startedAt = now();
	let number = 0;

	return {
		elapsedMs: () => now() - startedAt,
		run: async (title, work) => {
			number += 1;
			const prefix = `${number}/${total} ${title}`;
			const stepStartedAt = now();
			const duration = (): string => formatDuration(now() - stepStartedAt);
			print(`${prefix} …`);
			try {
				const result = await work((text) => print(`    ${text}`));
				print(`${prefix}: ${duration()}`);
				return result;
			} catch (error) {
				print(`${prefix}: failed after ${duration()}`);
				throw error;
			}
		},
	};
}
