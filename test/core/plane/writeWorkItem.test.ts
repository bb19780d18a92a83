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

	it('says that it may have been created when no answer came', async () => {
		const plane = planeOf({ [LIST]: noAnswer });

		await expect(createWorkItem(plane.context, WEB, { name: 'New' })).rejects.toThrow(
			/may have been created/,
		);
	});

	it('does not fail when what was created cannot be read again', async () => {
		const plane = planeOf({ [LIST]: answer(201, { id: CHECKOUT }), [ITEM]: noAnswer });
		const workItem = await createWorkItem(plane.context, WEB, { name: 'New' });

		expect(workItem).toMatchObject({ id: CHECKOUT, status: 'unavailable', failure: { kind: 'timeout' } });
	});

	it('refuses a work item without a name', async () => {
		const plane = planeOf({});

		await expect(createWorkItem(plane.context, WEB, { name: ' ' })).rejects.toThrow(/needs a name/);
		expect(plane.sent).toEqual([]);
	});
});

describe('updateWorkItem', () => {
	it('passes on why Plane refuses', async () => {
		const plane = planeOf({ [ITEM]: answer(400, { priority: ['"x" is not a valid choice.'] }) });

		await expect(updateWorkItem(plane.context, place, { name: 'x' })).rejects.toThrow(/not a valid choice/);
	});
});

describe('deleteWorkItem', () => {
	it('returns the item as gone at the time of Plane', async () => {
		const plane = planeOf({ [ITEM]: answer(204, '') });

		expect(await deleteWorkItem(plane.context, place)).toMatchObject({
			id: CHECKOUT,
			deleted: true,
			status: 'gone',
			read_at: '2026-11-22T18:25:23.000000Z',
			project: { id: WEB },
		});
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
