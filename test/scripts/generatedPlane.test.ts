/** The generated Plane of the simulation: its lists, cut into pages, are those of a Plane that keeps every work item. */
import fc from 'fast-check';
import {
	countItems,
	createGeneratedPlane,
	findItem,
	idOfItem,
	itemOf,
	listItems,
	type GeneratedProject,
	type Item,
} from '../../bench/simulation/generatedPlane';

const SIZE = 40;

type Change = readonly ['edit' | 'undate' | 'remove', number];

const changes = fc.array(
	fc.tuple(fc.constantFrom('edit', 'undate', 'remove'), fc.nat(SIZE - 1)) as fc.Arbitrary<Change>,
	{ maxLength: 30 },
);

/** Each change a second after the one before. */
function projectAfter(steps: readonly Change[]): GeneratedProject {
	let time = Date.UTC(2026, 10, 23);
	const plane = createGeneratedPlane(1, SIZE, () => time);
	const [project] = plane.projects;
	if (project === undefined) throw new Error('there is no project');
	for (const [kind, index] of steps) {
		time += 1000;
		if (kind === 'remove') plane.remove(project, index);
		else plane.edit(project, index, kind === 'undate' ? { targetDate: null } : { name: 'Renamed' });
	}
	return project;
}

const all = (project: GeneratedProject): Item[] =>
	Array.from({ length: SIZE }, (_, index) => itemOf(project, index)).filter((item) => item !== null);

const paged = (project: GeneratedProject, order: 'target_date' | '-updated_at', size: number): number[] =>
	Array.from({ length: Math.ceil(SIZE / size) + 1 }, (_, page) =>
		listItems(project, order, { start: page * size, size }),
	).flatMap((rows) => rows.map(({ index }) => index));

describe('listItems', () => {
	it('gives every dated item in the order of its date, and then those without one', () => {
		fc.assert(
			fc.property(changes, fc.integer({ min: 1, max: SIZE + 5 }), (steps, size) => {
				const project = projectAfter(steps);
				const dated = all(project).filter(({ targetDate }) => targetDate !== null);
				const undated = all(project).filter(({ targetDate }) => targetDate === null);
				const listed = paged(project, 'target_date', size);
				expect(listed.slice(0, dated.length)).toEqual(dated.map(({ index }) => index));
				expect(listed.slice(dated.length).sort()).toEqual(undated.map(({ index }) => index).sort());
				expect(listed).toHaveLength(countItems(project));
			}),
		);
	});

	it('gives what was changed last first', () => {
		fc.assert(
			fc.property(changes, fc.integer({ min: 1, max: SIZE + 5 }), (steps, size) => {
				const project = projectAfter(steps);
				const newest = all(project).sort((a, b) => b.updatedAt - a.updatedAt);
				expect(paged(project, '-updated_at', size)).toEqual(newest.map(({ index }) => index));
			}),
		);
	});
});

describe('findItem', () => {
	it('knows the ids of its own project only, and none of an item that is gone', () => {
		const project = projectAfter([['remove', 3]]);
		expect(findItem(project, idOfItem(project, 2))?.index).toBe(2);
		expect(findItem(project, idOfItem(project, 3))).toBeNull();
		expect(findItem(project, idOfItem({ ...project, number: 2 }, 2))).toBeNull();
		expect(findItem(project, idOfItem(project, SIZE))).toBeNull();
	});
});
