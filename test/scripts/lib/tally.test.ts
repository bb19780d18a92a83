import { formatTally, sumTallies, tallyOfExitCode, tallyOfJest } from '../../../scripts/lib/tally';

const aReport = (numbers: object) => ({
	numPassedTests: 0,
	numFailedTests: 0,
	numPendingTests: 0,
	numTodoTests: 0,
	numRuntimeErrorTestSuites: 0,
	...numbers,
});

describe('tallyOfJest', () => {
	it.each([
		['all passed', aReport({ numPassedTests: 7 }), '7 passed, 0 failed'],
		['some failed', aReport({ numPassedTests: 7, numFailedTests: 2 }), '7 passed, 2 failed'],
		[
			'a file that cannot run',
			aReport({ numPassedTests: 7, numRuntimeErrorTestSuites: 1 }),
			'7 passed, 1 failed',
		],
		[
			'skipped and planned ones',
			aReport({ numPassedTests: 1, numPendingTests: 2, numTodoTests: 3 }),
			'1 passed, 0 failed, 5 skipped',
		],
		['no test at all', aReport({}), '0 passed, 1 failed'],
		['only skipped ones', aReport({ numPendingTests: 4 }), '0 passed, 1 failed, 4 skipped'],
		['no report', null, '0 passed, 1 failed'],
	])('given %s, counts what passed and what did not', (_name, report, expected) => {
		expect(formatTally(tallyOfJest(report, 0))).toBe(expected);
	});

	it('counts a failure that jest does not name', () => {
		expect(formatTally(tallyOfJest(aReport({ numPassedTests: 3 }), 1))).toBe('3 passed, 1 failed');
	});
});

describe('tallyOfExitCode', () => {
	it('counts a tool as one', () => {
		expect([0, 1, 130].map(tallyOfExitCode).map(({ passed, failed }) => [passed, failed])).toEqual([
			[1, 0],
			[0, 1],
			[0, 1],
		]);
	});
});

describe('formatTally', () => {
	it('names the skipped only when there are any', () => {
		const tallies = [
			{ passed: 3, failed: 1, skipped: 0 },
			{ passed: 4, failed: 0, skipped: 2 },
		];
		expect(formatTally(tallies[0] ?? sumTallies([]))).toBe('3 passed, 1 failed');
		expect(formatTally(sumTallies(tallies))).toBe('7 passed, 1 failed, 2 skipped');
	});
});
