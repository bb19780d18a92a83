/** What a measure is, and how measures are shown. A ratio above its aim falls short. */
import { formatTable } from '../scripts/lib/table';

export interface Measure {
	readonly name: string;
	readonly unit: string;
	readonly ours: number;
	/** What ours is divided by: measured in the same run, or a limit that was set. */
	readonly reference: number;
	readonly reference_name: string;
	readonly ratio: number;
	/** Largest ratio that is good enough. */
	readonly aim: number;
	/** Single figures `ours` was taken from. */
	readonly runs: number;
}

export const measure = (figures: Omit<Measure, 'ratio'>): Measure => ({
	...figures,
	ratio: Math.round((figures.ours / figures.reference) * 1000) / 1000,
});

/** The middle value, of an even number the mean of the middle two. */
export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = Math.floor(sorted.length / 2);
	const upper = sorted[middle] ?? 0;
	return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

export function formatMeasures(measures: readonly Measure[]): string {
	const rows = measures.map(({ name, unit, ours, reference, reference_name, ratio, aim, runs }) => [
		name,
		rounded(ours),
		unit,
		rounded(reference),
		reference_name,
		ratio,
		aim,
		ratio <= aim ? 'met' : 'FALLS SHORT',
		runs,
	]);
	return formatTable([
		['measure', 'ours', 'unit', 'reference', 'which is', 'ratio', 'aim', '', 'runs'],
		...rows,
	]);
}

const rounded = (value: number): number => (value >= 100 ? Math.round(value) : Math.round(value * 100) / 100);
