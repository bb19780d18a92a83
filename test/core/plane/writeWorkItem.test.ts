import { TransportError } from '../../../core/errors';
import { createWorkItem, deleteWorkItem, updateWorkItem } from '../../../core/plane/writeWorkItem';
import { ARCHIVED_PROJECT, CHECKOUT, UNKNOWN_ID, WEB, answer, planeOf, recorded } from './support';

const LIST = `projects/${WEB}/work-items`;
const ITEM = `${LIST}/${CHECKOUT}`;
const place = { id: CHECKOUT, projectId: WEB };
const noAnswer = new TransportError('It took too long.', { kind: 'timeout' });
const notFound = answer(404, { error: 'The requested resource does not exist.' });

describe('createWorkItem', () => {
	it('sends the fields once, as JSON, to the list with its slash', async () => {
		const plane = planeOf({
			[LIST]: answer(201, { id: CHECKOUT }),
			...recorded('27-work-item-detail-expanded'),
		});
		await createWorkItem(plane.context, WEB, { name: 'New', target_date: '2027-01-01' });
		const posts = plane.sent.filter(({ method }) => method === 'POST');

		expect(posts.map(({ url }) => url)).toEqual([expect.stringMatching(/\/work-items\/$/)]);
		expect(JSON.parse(posts[0]?.body ?? '')).toEqual({ name: 'New', target_date: '2027-01-01' });
	});

	it.each([
		['no answer came in time', noAnswer],
		['the connection broke', new TransportError('It broke off.', { kind: 'network' })],
		['Plane failed', answer(500, { error: 'x' })],
	])('says that it may have been created when %s', async (_, response) => {
		const plane = planeOf({ [LIST]: response });

		await expect(createWorkItem(plane.context, WEB, { name: 'New' })).rejects.toThrow(
			/may have been created/,
		);
	});

	it('does not say so when Plane refuses', async () => {
		const plane = planeOf({ [LIST]: answer(400, { name: ['Too long.'] }) });
		const creating = createWorkItem(plane.context, WEB, { name: 'New' });

		await expect(creating).rejects.toThrow(/Too long/);
		await expect(creating).rejects.not.toThrow(/may have been created/);
	});

	it('says where to look when the answer names no work item', async () => {
		const plane = planeOf({ [LIST]: answer(201, {}) });

		await expect(createWorkItem(plane.context, WEB, { name: 'New' })).rejects.toThrow(
			/Look in Plane whether/,
		);
	});

	it('waits a minute for the rate to read what it created', async () => {
		const created = { [LIST]: answer(201, { id: CHECKOUT }), ...recorded('27-work-item-detail-expanded') };
		const plane = planeOf(created, { limitPerMinute: 1 });

		expect(await createWorkItem(plane.context, WEB, { name: 'New' })).toMatchObject({ status: 'present' });
		expect(plane.clock.waits).toEqual([60_500]);
	});

	it('does not fail when what was created cannot be read again', async () => {
		const plane = planeOf({ [LIST]: answer(201, { id: CHECKOUT }), [ITEM]: noAnswer });
		const workItem = await createWorkItem(plane.context, WEB, { name: 'New' });

		expect(workItem).toMatchObject({ id: CHECKOUT, status: 'unavailable', failure: { kind: 'timeout' } });
	});

	it('refuses a work item without a name', async () => {
		const plane = planeOf({});

		await expect(createWorkItem(plane.context, WEB, { name: ' ' })).rejects.toThrow(/needs a name/);
		await expect(createWorkItem(plane.context, WEB, { name: 'x'.repeat(256) })).rejects.toThrow(/Shorten it/);
		expect(plane.sent).toEqual([]);
	});
});

describe('updateWorkItem', () => {
	it('sends the fields that are given to the item, and reads it again', async () => {
		const plane = planeOf(recorded('27-work-item-detail-expanded'));
		await updateWorkItem(plane.context, place, { start_date: null });

		expect(plane.sent.map(({ method, body }) => [method, body])).toEqual([
			['PATCH', '{"start_date":null}'],
			['GET', undefined],
		]);
		expect(plane.paths()).toEqual([ITEM, ITEM]);
	});

	it.each([
		['nothing', {}, /nothing to update/],
		['an empty name', { name: ' ' }, /"Name" is empty/],
		['a name longer than Plane takes', { name: 'é'.repeat(256) }, /256 characters, and Plane takes 255/],
		['dates the wrong way round', { start_date: '2027-01-02', target_date: '2027-01-01' }, /lies after/],
	])('refuses %s without asking Plane', async (_, fields, message) => {
		const plane = planeOf({});

		await expect(updateWorkItem(plane.context, place, fields)).rejects.toThrow(message);
		expect(plane.sent).toEqual([]);
	});

	it('takes a start on the target date', async () => {
		const plane = planeOf(recorded('27-work-item-detail-expanded'));
		const dates = { start_date: '2027-01-02', target_date: '2027-01-02' };

		expect(await updateWorkItem(plane.context, place, dates)).toMatchObject({ status: 'present' });
	});

	it('passes on why Plane refuses', async () => {
		const plane = planeOf({ [ITEM]: answer(400, { priority: ['"x" is not a valid choice.'] }) });

		await expect(updateWorkItem(plane.context, place, { name: 'x' })).rejects.toThrow(/not a valid choice/);
	});
});

describe('deleteWorkItem', () => {
	it('returns the item as gone at the time of Plane', async () => {
		const plane = planeOf({ [ITEM]: answer(204, '') });
		plane.context.cache.rememberProject({ id: WEB, name: 'Web application', identifier: 'WEB' });

		expect(await deleteWorkItem(plane.context, place)).toMatchObject({
			id: CHECKOUT,
			deleted: true,
			status: 'gone',
			read_at: '2026-11-22T18:25:23.000000Z',
			project: { id: WEB, name: 'Web application' },
		});
		expect(plane.sent.map(({ method }) => method)).toEqual(['DELETE']);
	});

	it('fails when Plane refuses', async () => {
		const plane = planeOf({ ...recorded('07-project-detail') });

		await expect(deleteWorkItem(plane.context, place)).rejects.toMatchObject({ kind: 'permission' });
		expect(plane.sent).toHaveLength(1);
	});

	it('believes a 404 only when the project is there', async () => {
		const gone = { id: UNKNOWN_ID, projectId: WEB };
		const plane = planeOf({ [`${LIST}/${UNKNOWN_ID}`]: notFound, ...recorded('07-project-detail') });

		expect(await deleteWorkItem(plane.context, gone)).toMatchObject({ deleted: false, status: 'gone' });
	});

	it('fails for a 404 of an archived project', async () => {
		const hidden = { id: UNKNOWN_ID, projectId: ARCHIVED_PROJECT };
		const path = `projects/${ARCHIVED_PROJECT}/work-items/${UNKNOWN_ID}`;
		const plane = planeOf({ [path]: notFound, ...recorded('08-project-detail-archived') });

		await expect(deleteWorkItem(plane.context, hidden)).rejects.toThrow(/archived/);
	});
});
