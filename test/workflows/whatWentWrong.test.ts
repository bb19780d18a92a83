/** Which reports end a run of the templates as an error, and what it then says. The expressions as they stand there. */
import { readFileSync } from 'node:fs';
import type { Failure } from '../../core/errors';
import { buildReport, nothingDone, type ReportInput } from '../../core/reconcile/report';
import { quietResult } from '../../core/reconcile/result';
import type { Result } from '../../core/reconcile/types';
import { inRepository } from '../../scripts/lib/paths';
import { aBatch, uidOfItem } from '../support/builders';

interface Template {
	readonly nodes: ReadonlyArray<{ readonly name: string; readonly parameters: Record<string, unknown> }>;
}

const FAILURE: Failure = { kind: 'server', status: 500, message: 'It broke.', retryable: true };

const aResult = (n: number, operation: Result['operation'], failure?: Failure): Result => ({
	...quietResult({ uid: uidOfItem(n), calendar: null, href: null }, operation),
	...(failure && { failure }),
});

const aReport = (changes: Partial<ReportInput> = {}) =>
	buildReport({ ...nothingDone(aBatch([])), ...changes });

const evaluate = (expression: unknown, scope: Readonly<Record<string, unknown>>): unknown => {
	const code = String(expression).replace(/^=\{\{|\}\}$/g, '');
	return new Function(...Object.keys(scope), `return ${code}`)(...Object.values(scope));
};

describe.each(['reconcile', 'sync'])('the %s template', (name) => {
	const { nodes } = JSON.parse(
		readFileSync(inRepository(`workflows/plane-to-caldav-${name}.json`), 'utf8'),
	) as Template;
	const parametersOf = (node: string) => nodes.find((one) => one.name === node)?.parameters ?? {};
	const { conditions } = parametersOf('What Went Wrong')['conditions'] as {
		readonly conditions: ReadonlyArray<{ readonly leftValue: string }>;
	};
	const isWrong = ($json: object): boolean =>
		conditions.some(({ leftValue }) => evaluate(leftValue, { $json }) === true);
	const reasonsFor = (...reports: object[]): unknown =>
		evaluate(parametersOf('Fail With the Reasons')['errorMessage'], {
			$: () => ({ all: () => reports.map((json) => ({ json })) }),
		});

	it.each<[string, object]>([
		['did all there was to do', aReport({ results: [aResult(1, 'created')] })],
		['had no time for a project', aReport({ reason: 'time_is_up' })],
		['was cut off in a project', aReport({ reason: 'time_is_up', failure: FAILURE })],
		['asks about something', aReport({ missing: 2 })],
	])('goes on where it %s', (_, report) => {
		expect(isWrong(report)).toBe(false);
	});

	it.each<[string, Partial<ReportInput>, string]>([
		['a project failed', { failure: FAILURE }, 'It broke.'],
		['a mass is missing', { refused: { missing: 30, of: 40, message: '30 of 40.' } }, '30 of 40.'],
		['an event was not written', { results: [aResult(1, 'failed', FAILURE)] }, `${uidOfItem(1)}: It broke.`],
		[
			'no event can be made of an item',
			{ results: [aResult(2, 'skipped', FAILURE)] },
			`${uidOfItem(2)}: It broke.`,
		],
	])('fails with the reasons where %s', (_, changes, reason) => {
		const report = aReport(changes);

		expect(isWrong(report)).toBe(true);
		expect(reasonsFor(report)).toContain(reason);
	});

	it('names three of many and says how many more there are', () => {
		const results = [1, 2, 3, 4, 5].map((n) => aResult(n, 'failed', FAILURE));

		expect(reasonsFor(aReport({ results }))).toMatch(/: It broke\. and 2 more$/);
	});
});
