import { chooseProjects } from '../../../core/plane/chooseProjects';
import { web } from './lists';
import { ARCHIVED_PROJECT, MARKETING, NOT_JOINED, UNKNOWN_ID } from './support';

const open = { ...web, id: NOT_JOINED, is_member: false, network: 2 };
const archived = { ...web, id: ARCHIVED_PROJECT, is_member: false, archived_at: '2026-11-22T00:00:00Z' };
const listed = [web, open, archived, { ...web, id: MARKETING, network: 2 }];

const chosen = (choice: Parameters<typeof chooseProjects>[1]['choice'], leaveOutSecret = false) => {
	const { projects, ...rest } = chooseProjects(listed, { choice, leaveOutSecret });
	return { ids: projects.map(({ id }) => id), ...rest };
};

describe('chooseProjects', () => {
	it('takes of all those that were joined, and archived ones, whose calendars are to be told apart', () => {
		expect(chosen({ kind: 'all' })).toEqual({
			ids: [web.id, ARCHIVED_PROJECT, MARKETING],
			unlistedIds: [],
			isEverything: true,
		});
	});

	it('is not everything without the secret ones', () => {
		expect(chosen({ kind: 'all' }, true)).toEqual({ ids: [MARKETING], unlistedIds: [], isEverything: false });
	});

	it('takes those asked for, joined or not, and names each once that is not listed', () => {
		expect(chosen({ kind: 'only', ids: [NOT_JOINED, UNKNOWN_ID, UNKNOWN_ID] })).toEqual({
			ids: [NOT_JOINED],
			unlistedIds: [UNKNOWN_ID],
			isEverything: false,
		});
	});

	it('takes all that were joined but some', () => {
		expect(chosen({ kind: 'except', ids: [web.id, UNKNOWN_ID] })).toEqual({
			ids: [ARCHIVED_PROJECT, MARKETING],
			unlistedIds: [],
			isEverything: false,
		});
	});
});
