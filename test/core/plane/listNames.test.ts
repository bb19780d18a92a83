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

	it('leaves out what is deleted, and names the label one is in', async () => {
		const label = (id: string, more: object = {}) => ({ id, name: id, color: '#000', ...more });
		const results = [label('a', { parent: 'b' }), label('gone', { deleted_at: '2026-11-01T00:00:00Z' })];
		const page = answer(200, { results, total_count: 2, next_page_results: false });
		const labels = await listLabels(planeOf({ [`projects/${WEB}/labels`]: page }).context, WEB);
		expect(labels.map(({ details }) => details)).toMatchObject([{ id: 'a', parent: 'b' }]);
	});

	it('refuses a list of something else', async () => {
		const page = answer(200, { results: ['bug'], total_count: 1, next_page_results: false });
		const listing = listLabels(planeOf({ [`projects/${WEB}/labels`]: page }).context, WEB);
		await expect(listing).rejects.toMatchObject({ kind: 'invalid_response' });
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
		expect(states.filter((state) => state.default)).toHaveLength(1);
		expect(new Set(states.map(({ group }) => group))).toEqual(
			new Set(['backlog', 'unstarted', 'started', 'completed', 'cancelled']),
		);
	});
});

it('takes no state for the default one where Plane does not say so', async () => {
	const results = [{ id: 's', name: 'Todo', group: 'unstarted' }];
	const page = answer(200, { results, total_count: 1, next_page_results: false });
	const [state] = await listStates(planeOf({ [`projects/${WEB}/states`]: page }).context, WEB);
	expect(state?.details.default).toBe(false);
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

	it('stops at the limit', async () => {
		const { context } = planeOf(recorded('71-members-workspace'));
		expect(await listMembers(context, { projectId: null, limit: 2 })).toHaveLength(2);
	});

	it.each([
		[20, 'admin'],
		[15, 'member'],
		[10, 'guest'],
		[5, 'guest'],
		[7, null],
		[undefined, null],
	])('calls the role %p %p', async (role, expected) => {
		const { context } = planeOf({ members: answer(200, [{ id: 'u', role }]) });
		const [member] = await listMembers(context, { projectId: null });
		expect(member?.details.role).toBe(expected);
	});

	it('gives addresses where somebody asks for them', async () => {
		const { context } = planeOf(recorded('72-members-project'));
		const [first] = await listMembers(context, { projectId: WEB, withEmail: true, limit: 1 });
		expect(first?.details.email).toBe('mei@acme.example');
		expect(first?.record).toMatchObject({ email: 'mei@acme.example' });
		expect(first?.record).not.toHaveProperty('avatar_url');
	});
});
