import { createSteps, formatDuration } from '../../../scripts/lib/steps';

const aPrinter = () => {
	const lines: string[] = [];
	let clock = 0;
	const steps = createSteps({ total: 2, print: (line) => lines.push(line), now: () => clock });
	return { steps, lines, pass: (milliseconds: number) => (clock += milliseconds) };
};

describe('createSteps', () => {
	it('numbers the steps, prints their notes and their time, and hands on their result', async () => {
		const { steps, lines, pass } = aPrinter();
		const result = await steps.run('Installing', async (note) => {
			note('two packages');
			pass(3_210);
			return await Promise.resolve(7);
		});
		await steps.run('Starting', async () => await Promise.resolve());
		expect(result).toBe(7);
		expect(lines).toEqual([
			'1/2 Installing …',
			'    two packages',
			'1/2 Installing: 3.2 s',
			'2/2 Starting …',
			'2/2 Starting: 0.0 s',
		]);
		expect(steps.elapsedMs()).toBe(3_210);
	});

	it('says that a step failed, and lets the error through', async () => {
		const { steps, lines } = aPrinter();
		await expect(steps.run('Starting', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
		expect(lines.at(-1)).toBe('1/2 Starting: failed after 0.0 s');
	});
});

describe('formatDuration', () => {
	it.each([
		[40, '0.0 s'],
		[83_000, '83.0 s'],
		[192_400, '3 min 12 s'],
	])('writes %d ms as %s', (milliseconds, text) => {
		expect(formatDuration(milliseconds)).toBe(text);
	});
});
