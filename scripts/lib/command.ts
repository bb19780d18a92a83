/** The frame of a command: errors become sentences, and nothing that was started outlives it. */
import { isStoppingEverything, stopEverything } from './processes';

/** An error whose message alone tells a person what to do: printed without a stack trace. */
export class CommandError extends Error {
	override readonly name = 'CommandError';
}

/**
 * Runs a command to its end, stops what it started and ends with its exit code. A signal ends it earlier, with
 * 128 plus the signal's number.
 */
export function runCommand(main: () => Promise<number>): void {
	const run = async (): Promise<number> => {
		try {
			return await main();
		} catch (error) {
			if (!isStoppingEverything()) printError(error);
			return 1;
		} finally {
			await stopEverything();
		}
	};
	// While a signal stops everything, its handler chooses the exit code.
	void run().then((exitCode) => {
		if (!isStoppingEverything()) process.exit(exitCode);
	});
}

function printError(error: unknown): void {
	console.error(error instanceof CommandError ? error.message : error);
}
