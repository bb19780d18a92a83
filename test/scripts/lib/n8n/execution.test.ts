import { parseFlatted } from '../../../../scripts/lib/n8n/flatted';
import { isFinished, itemsOf, parseExecution } from '../../../../scripts/lib/n8n/execution';

describe('parseFlatted', () => {
	it.each([
		[
			'nested values',
			'[{"a":"1","b":2},["3","3"],7,{"c":"4"},"text"]',
			{ a: [{ c: 'text' }, { c: 'text' }], b: 2 },
		],
		['a string that looks like a position', '[{"a":"1"},"1"]', { a: '1' }],
		['null and booleans', '[{"a":null,"b":true}]', { a: null, b: true }],
		['a key of the prototype', '[{"__proto__":"1"},"x"]', JSON.parse('{"__proto__":"x"}')],
	])('reads %s', (_name, text, expected) => {
		expect(parseFlatted(text)).toEqual(expected);
	});

	it('reads a value that holds itself', () => {
		const value = parseFlatted('[{"self":"0"}]') as { readonly self: unknown };
		expect(value.self).toBe(value);
	});

	it('refuses what is no list', () => {
		expect(() => parseFlatted('{"a":1}')).toThrow('no list');
	});
});

/** As flatted writes it, for data without repeated values. */
function flatten(value: unknown): string {
	const list: unknown[] = [];
	const add = (item: unknown): string => {
		const position = list.push(null) - 1;
		const isContainer = typeof item === 'object' && item !== null;
		const entries = isContainer ? Object.entries(item).map(([key, inner]) => [key, add(inner)] as const) : [];
		if (!isContainer) list[position] = item;
		else
			list[position] = Array.isArray(item) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
		return String(position);
	};
	add(value);
	return JSON.stringify(list);
}

const anAnswer = (resultData: object) => ({
	id: 12,
	workflowId: 'w',
	mode: 'webhook',
	status: 'error',
	startedAt: '2026-01-05T08:00:00.000Z',
	data: flatten({ resultData }),
});

describe('parseExecution', () => {
	const execution = parseExecution(
		anAnswer({
			error: { message: 'Refused', description: 'no rights' },
			runData: {
				Get: [
					{ executionStatus: 'success', executionTime: 5, data: { main: [[{ json: { id: 1 } }], null] } },
					{ executionStatus: 'error', executionTime: 2, error: { message: 'Refused' } },
				],
			},
		}),
	);

	it('tells how it ended and why', () => {
		expect(execution).toMatchObject({
			id: '12',
			mode: 'webhook',
			error: 'Refused: no rights',
			stoppedAt: null,
		});
		expect(isFinished(execution)).toBe(true);
	});

	it('tells what each pass of a node gave', () => {
		expect(execution.runs.Get).toEqual([
			{ status: 'success', durationMs: 5, error: null, outputs: [[{ id: 1 }], []] },
			{ status: 'error', durationMs: 2, error: 'Refused', outputs: [] },
		]);
	});

	it('collects the items of one output over all passes', () => {
		expect(itemsOf(execution, 'Get')).toEqual([{ id: 1 }]);
		expect(itemsOf(execution, 'Get', 1)).toEqual([]);
		expect(itemsOf(execution, 'Never ran')).toEqual([]);
	});
});
