import { listLabels, listMembers, listStates } from '../../../core/plane/listNames';
import { ARCHIVED_PROJECT, NOT_JOINED, WEB, answer, planeOf, recorded } from './support';

const EMPTY = answer(200, { results: [], total_count: 0, next_page_results: false });

describe('listLabels', () => {
	it('gives every label with its project', async () => {
		const { context } = planeOf(recorded('69-labels-list'));
		const labels = await listLabels(context, WEB);
		expect(labels).toHaveLength(9);
		expect(labels[0]?.details).toEqual({
			id: '55cb99b7-28fc-4eb4-821d-61a3795ea697',
			name: 'tech-debt',
			color: '#c5def5',
			description: '',
			parent: null,
			project_id: WEB,
		});
		expect(labels[0]?.record).toMatchObject({ name: 'tech-debt', sort_order: 145535 });
	});

	it('stops at the limit', async () => {
		const { context } = planeOf(recorded('69-labels-list'));
		expect(await listLabels(context, WEB, { limit: 2 })).toHaveLength(2);
	});

	it('does not take an archived project for one without labels', async () => {
		const { context } = planeOf({
			...recorded('08-project-detail-archived'),
			[`projects/${ARCHIVED_PROJECT}/labels`]: EMPTY,
		});
		await expect(listLabels(context, ARCHIVED_PROJECT)).rejects.toMatchObject({
			kind: 'not_found',
			message: expect.stringMatching(/is archived.*Unarchive/),
		});
	});

	it('is empty for a project without labels', async () => {
		const { context } = planeOf({ ...recorded('07-project-detail'), [`projects/${WEB}/labels`]: EMPTY });
		await expect(listLabels(context, WEB)).resolves.toEqual([]);
	});

	it('says that the project was not joined', async () => {
		const { context } = planeOf({});
		await expect(listLabels(context, NOT_JOINED)).rejects.toThrow(/labels of project .* not a member/);
	});
});

describe('listStates', () => {
	it('gives every state with its group, in the order of Plane', async () => {
		const { context } = planeOf(recorded('67-states-list'));
		const states = (await listStates(context, WEB)).map(({ details }) => details);
		expect(states[0]).toMatchObject({ name: 'Backlog', group: 'backlog', default: true, project_id: WEB });
		expect(new Set(states.map(({ group }) => group))).toEqual(
			new Set(['backlog', 'unstarted', 'started', 'completed', 'cancelled']),
		);
	});
});

describe('listMembers', () => {
	it('gives the people of a project, without their addresses', async () => {
		const { context } = planeOf(recorded('72-members-project'));
		const members = await listMembers(context, { projectId: WEB });
		expect(members.map(({ details }) => details)).toContainEqual({
			id: '6a1027c3-d3e4-4364-a0ee-1659c035664b',
			display_name: 'Ada',
			first_name: 'Ada',
			last_name: 'Okafor',
			role: null,
		});
		expect(JSON.stringify(members)).not.toMatch(/@|avatar/);
	});

	it('gives the people of the workspace with their roles', async () => {
		const { context } = planeOf(recorded('71-members-workspace'));
		const members = await listMembers(context, { projectId: null, limit: 3 });
		expect(members.map(({ details }) => details.role)).toEqual(['member', 'member', 'admin']);
	});

	it('gives addresses where somebody asks for them', async () => {
		const { context } = planeOf(recorded('72-members-project'));
		const [first] = await listMembers(context, { projectId: WEB, withEmail: true, limit: 1 });
		expect(first?.details.email).toBe('mei@acme.example');
		expect(first?.record).toMatchObject({ email: 'mei@acme.example' });
		expect(first?.record).not.toHaveProperty('avatar_url');
	});
});
