/** Fills a new world: people, the two sample projects (or generated ones) and those that only disturb. */
import type { IdFor } from './ids';
import { addDays, dateOf, startOfDay } from './instants';
import { insertItem } from './itemChanges';
import { addLabel, addState, insertProject } from './projectChanges';
import type { NewProject } from './projectChanges';
import { generateProjects } from './seedBulk';
import type { BulkPlan } from './seedBulk';
import { DESIGN_SYSTEM, LEGACY, MOBILE, PAYROLL, WEBSITE } from './seedTexts';
import type { SampleItem, SampleProject } from './seedTexts';
import type { ProjectBox, World } from './store';
import { ADMIN, MEMBER } from './types';
import type { ItemFields, User } from './types';

export interface SeedPlan {
	readonly ids: IdFor;
	/** `YYYY-MM-DD`. */
	readonly today: string;
	readonly ownerKey: string;
	readonly ownerTimeZone: string;
	readonly extraProjects: boolean;
	/** Generated projects instead of the two sample ones. */
	readonly generated?: BulkPlan;
}

export interface People {
	readonly ada: User;
	readonly jose: User;
	readonly meiLing: User;
	readonly otto: User;
}

function addPeople(world: World, { ids, ownerKey, ownerTimeZone }: SeedPlan): People {
	const person = (slug: string, about: Omit<User, 'id' | 'email' | 'apiKey'>, apiKey?: string): User => {
		const user: User = {
			...about,
			id: ids(`user ${slug}`),
			email: `${slug}@acme.example`,
			apiKey: apiKey ?? `plane_api_${ids(`key ${slug}`).replaceAll('-', '')}`,
		};
		world.users.set(user.id, user);
		return user;
	};
	return {
		ada: person(
			'ada',
			{ first_name: 'Ada', last_name: 'Okafor', display_name: 'Ada', timezone: ownerTimeZone, role: ADMIN },
			ownerKey,
		),
		jose: person('jose', {
			first_name: 'José',
			last_name: 'Núñez',
			display_name: 'josé.n',
			timezone: 'America/New_York',
			role: MEMBER,
		}),
		meiLing: person('mei', {
			first_name: 'Mei-Ling',
			last_name: '陳',
			display_name: 'Mei-Ling 陳',
			timezone: 'Europe/Paris',
			role: MEMBER,
		}),
		otto: person('otto', {
			first_name: 'Otto',
			last_name: 'Berg',
			display_name: 'Otto',
			timezone: 'UTC',
			role: null,
		}),
	};
}

const DAYS_OF_HISTORY = 40;
const STEP_MICROS = 17 * 60 * 1_000_000 + 123_457;

/** A clock for the time before the start: it runs from forty days ago in steps of some minutes. */
function pastClock(world: World, today: string): () => number {
	const now = world.clock();
	const first = today < dateOf(now) ? today : dateOf(now);
	let last = startOfDay(addDays(first, -DAYS_OF_HISTORY));
	return () => {
		last = Math.min(last + STEP_MICROS, Math.max(last + 1, now - 1));
		return last;
	};
}

interface Sampling {
	readonly world: World;
	readonly plan: SeedPlan;
	readonly people: People;
}

function fieldsOf(box: ProjectBox, sample: SampleItem, { world, plan }: Sampling): ItemFields {
	const state = [...box.states.values()].find((row) => row.name === sample.state);
	const labels = [...box.labels.values()].filter((row) => sample.labels?.includes(row.name));
	const assignees = [...world.users.values()].filter((user) => sample.people?.includes(user.first_name));
	const parent = sample.parent === undefined ? null : itemId(plan, box, sample.parent);
	return {
		name: sample.name,
		description_html: sample.html ?? '<p></p>',
		priority: sample.priority ?? 'none',
		start_date: sample.start === undefined ? null : addDays(plan.today, sample.start),
		target_date: sample.due === undefined ? null : addDays(plan.today, sample.due),
		state: state?.id ?? null,
		labels: labels.map((row) => row.id),
		assignees: assignees.map((user) => user.id),
		parent,
	};
}

const itemId = ({ ids }: SeedPlan, box: ProjectBox, position: number): string =>
	ids(`item ${box.row.identifier}-${position + 1}`);

function addSample(sampling: Sampling, sample: SampleProject, about: Partial<NewProject>): ProjectBox {
	const { world, plan, people } = sampling;
	const { identifier, name, description } = sample;
	const createdBy = about.createdBy ?? people.ada.id;
	const id = plan.ids(`project ${identifier}`);
	const box = insertProject(world, { ...about, id, identifier, name, description, createdBy });
	for (const [state, color, group] of sample.states) {
		addState(world, box, {
			id: plan.ids(`state ${identifier} ${state}`),
			name: state,
			color,
			group,
			createdBy,
		});
	}
	for (const [label, color] of sample.labels) {
		addLabel(world, box, { id: plan.ids(`label ${identifier} ${label}`), name: label, color, createdBy });
	}
	for (const [position, item] of sample.items.entries()) {
		insertItem(world, box, {
			id: itemId(plan, box, position),
			fields: fieldsOf(box, item, sampling),
			createdBy,
		});
	}
	return box;
}

function addDisturbing(sampling: Sampling, everybody: NewProject['members']): void {
	const { people, world } = sampling;
	const legacy = addSample(sampling, LEGACY, everybody ? { network: 0, members: everybody } : {});
	legacy.row = { ...legacy.row, archived_at: world.clock() };
	const members = [{ user: people.meiLing.id, role: ADMIN }];
	addSample(sampling, DESIGN_SYSTEM, { network: 2, members, createdBy: people.meiLing.id });
	addSample(sampling, PAYROLL, { network: 0, members, createdBy: people.meiLing.id });
}

/** Fills the world and returns the id of the key's owner. */
export function seedWorld(world: World, plan: SeedPlan): string {
	const people = addPeople(world, plan);
	const past: World = { ...world, clock: pastClock(world, plan.today) };
	const sampling: Sampling = { world: past, plan, people };
	const members = [
		{ user: people.ada.id, role: ADMIN },
		{ user: people.jose.id, role: MEMBER },
		{ user: people.meiLing.id, role: MEMBER },
	];
	if (plan.generated) {
		generateProjects(past, { ...plan.generated, today: plan.today, ids: plan.ids, members });
	} else {
		addSample(sampling, WEBSITE, { members, features: true });
		addSample(sampling, MOBILE, { members, features: true });
	}
	if (plan.extraProjects) addDisturbing(sampling, members);
	return people.ada.id;
}
