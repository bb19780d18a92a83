/** Finds what hangs on items and projects, in whatever project it is. */
import type { Stand } from './itemChanges';
import { SandboxError } from './references';
import type { ProjectBox } from './store';

export interface Found<Row> {
	readonly box: ProjectBox;
	readonly row: Row;
}

/** All rows of a kind with the projects they are in. */
export const everywhere = <Row>(
	{ world }: Stand,
	rowsOf: (box: ProjectBox) => ReadonlyMap<string, Row>,
): Found<Row>[] =>
	[...world.projects.values()].flatMap((box) => [...rowsOf(box).values()].map((row) => ({ box, row })));

export function findById<Row extends { readonly id: string }>(
	found: readonly Found<Row>[],
	what: string,
	id: string,
): Found<Row> {
	const one = found.find(({ row }) => row.id === id);
	if (!one) throw new SandboxError(`There is no ${what} "${id}".`);
	return one;
}

/** Cycles and modules may be called by name where only one has it. */
export function findNamed<Row extends { readonly id: string; readonly name: string }>(
	found: readonly Found<Row>[],
	what: string,
	reference: string,
): Found<Row> {
	const [one, ...more] = found.filter(({ row }) => row.name === reference);
	if (one && more.length === 0) return one;
	if (!one) return findById(found, what, reference);
	throw new SandboxError(`There are ${more.length + 1} called "${reference}" among the ${what}s. Use an id.`);
}
