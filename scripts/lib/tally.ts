/** Counting what passed: a jest report, one tool's exit code, and their sum. Pure. */

export interface Tally {
	readonly passed: number;
	readonly failed: number;
	readonly skipped: number;
}

export const ONE_PASSED: Tally = { passed: 1, failed: 0, skipped: 0 };
export const ONE_FAILED: Tally = { passed: 0, failed: 1, skipped: 0 };

/** The part of jest's `--json` report that is counted. */
export interface JestReport {
	readonly numPassedTests: number;
	readonly numFailedTests: number;
	readonly numPendingTests: number;
	readonly numTodoTests: number;
	/** Files that could not be run at all: none of their tests is counted elsewhere. */
	readonly numRuntimeErrorTestSuites: number;
}

/** A check that either holds or does not: lint, types, … */
export const tallyOfExitCode = (exitCode: number): Tally => (exitCode === 0 ? ONE_PASSED : ONE_FAILED);

/**
 * What a jest run comes to. A run that left no report, ran no test, or failed without saying which test, counts
 * as one failure: silence is no success.
 */
export function tallyOfJest(report: JestReport | null, exitCode: number): Tally {
	if (report === null) return ONE_FAILED;
	const passed = report.numPassedTests;
	const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
	const isSilentFailure = failed === 0 && (passed === 0 || exitCode !== 0);
	return {
		passed,
		failed: isSilentFailure ? 1 : failed,
		skipped: report.numPendingTests + report.numTodoTests,
	};
}

export const sumTallies = (tallies: readonly Tally[]): Tally => ({
	passed: tallies.reduce((sum, { passed }) => sum + passed, 0),
	failed: tallies.reduce((sum, { failed }) => sum + failed, 0),
	skipped: tallies.reduce((sum, { skipped }) => sum + skipped, 0),
});

/** `12 passed, 0 failed`, and `, 3 skipped` when there are any. */
export const formatTally = ({ passed, failed, skipped }: Tally): string =>
	`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
