import { getProjectDetails, listProjectDetails } from '../../../core/plane/projectDetails';
import { ARCHIVED_PROJECT, NOT_JOINED, UNKNOWN_ID, WEB, planeOf, recorded } from './support';

const identifiers = async (choice: { archived?: boolean; notJoined?: boolean }) => {
	const { context } = planeOf(recorded('03-projects-list'));
	const rows = await listProjectDetails(context, { archived: false, notJoined: false, ...choice });
	return rows.map(({ details }) => details.identifier).sort();
};

describe('listProjectDetails', () => {
	it.each([
		['joined ones only', {}, ['MKT', 'OPS', 'WEB']],
		['archived ones too', { archived: true }, ['LEG', 'MKT', 'OPS', 'WEB']],
		['not joined ones too', { notJoined: true }, ['DSN', 'MKT', 'OPS', 'WEB']],
		['all', { archived: true, notJoined: true }, ['DSN', 'LEG', 'MKT', 'OPS', 'WEB']],
	])('gives %s', async (_, choice, expected) => {
		expect(await identifiers(choice)).toEqual(expected);
	});
});

it('gives projects by name, in the same order on every machine', async () => {
	const { context } = planeOf(recorded('03-projects-list'));
	const rows = await listProjectDetails(context, { archived: true, notJoined: true });
	const names = rows.map(({ details }) => details.name);
	expect(names).toEqual([...names].sort());
});

describe('getProjectDetails', () => {
	it('gives what people want to know, instants in UTC', async () => {
		const { context } = planeOf(recorded('07-project-detail'));
		const { details, record } = await getProjectDetails(context, WEB);
		expect(details).toEqual({
			id: WEB,
			name: 'Web application',
			identifier: 'WEB',
			description: 'Customer-facing web application',
			is_member: true,
			archived_at: null,
			network: 'secret',
			created_at: '2026-11-22T18:12:18.591663Z',
			updated_at: '2026-11-22T18:12:28.783334Z',
			url: `https://plane.example/acme/projects/${WEB}/issues`,
		});
		expect(record).toMatchObject({ id: WEB, total_members: 3, url: details.url });
	});

	it.each([
		['an archived one', '08-project-detail-archived', ARCHIVED_PROJECT, { archived_at: expect.any(String) }],
		[
			'one not joined',
			'09-project-detail-public-not-joined',
			NOT_JOINED,
			{ is_member: false, network: 'public' },
		],
	])('gives %s and says so', async (_, name, id, expected) => {
		const { context } = planeOf(recorded(name));
		expect((await getProjectDetails(context, id)).details).toMatchObject(expected);
	});

	it('fails for an unknown or secret one', async () => {
		const { context } = planeOf(recorded('11-project-detail-unknown'));
		await expect(getProjectDetails(context, UNKNOWN_ID)).rejects.toMatchObject({ kind: 'not_found' });
	});
});
