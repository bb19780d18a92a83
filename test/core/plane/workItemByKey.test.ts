import { transformWorkItem } from '../../../core/event/transform';
import { forOneExecution } from '../../../core/plane/getWorkItem';
import { findWorkItemByKey, getWorkItemByKey } from '../../../core/plane/workItemByKey';
import { ARCHIVED_PROJECT, CHECKOUT, WEB, answer, exchange, planeOf, recorded, toAnswer } from './support';

const item = toAnswer(exchange('27-work-item-detail-expanded'));
const { sequence_id: sequence } = JSON.parse(item.body) as { sequence_id: number };
const KEY = `WEB-${sequence}`;
const notFound = toAnswer(exchange('39-work-item-404-deleted'));
const projects = recorded('03-projects-list');
const at = (key: string) => `work-items/${key}`;

describe('getWorkItemByKey', () => {
	it('reads the work item with that key', async () => {
		const { context } = planeOf({ [at(KEY)]: item });
		expect(await getWorkItemByKey(context, KEY)).toMatchObject({ id: CHECKOUT, status: 'present' });
	});

	it.each([
		['another number', `WEB-${sequence + 1}`],
		['another project', `OPS-${sequence}`],
	])('does not take a work item of %s for it', async (_, key) => {
		const { context } = planeOf({ [at(key)]: item });
		expect(await getWorkItemByKey(context, key)).toMatchObject({
			status: 'unavailable',
			failure: { kind: 'invalid_response', message: expect.stringContaining(key) },
		});
	});

	it.each([
		['WEB-7', 'gone', WEB, 'no_id'],
		['LEG-7', 'unavailable', ARCHIVED_PROJECT, 'unavailable'],
	])('names the project of %s, which is %s, and its event is left alone', async (key, status, id, reason) => {
		const { context } = planeOf({ [at(key)]: notFound, ...projects });
		const absent = await getWorkItemByKey(context, key);
		expect(absent).toMatchObject({ key, id: null, status, project: { id } });
		expect(transformWorkItem(absent)).toMatchObject({
			action: 'skip',
			reason,
			work_item: { id: '', key },
			project: { id },
			calendar: { slug: `plane-${id}` },
		});
	});

	it('knows no project of a key that it could not ask for, and its event is left alone', async () => {
		const { context } = planeOf({ [at(KEY)]: answer(502, '') });
		const absent = await getWorkItemByKey(context, KEY);
		expect(absent).toMatchObject({ id: null, project: null, status: 'unavailable' });
		expect(transformWorkItem(absent)).toMatchObject({
			action: 'skip',
			reason: 'unavailable',
			failure: { kind: 'server' },
			project: null,
			calendar: null,
		});
	});

	it('waits five seconds for all keys of one execution together', async () => {
		const plane = planeOf({ [at(KEY)]: item }, { limitPerMinute: 2 });
		const together = forOneExecution(plane.context);
		await plane.context.pace.acquire({ kind: 'single' });
		plane.clock.advance(4000);
		await plane.context.pace.acquire({ kind: 'single' });
		plane.clock.advance(53_000);
		const statuses = [await getWorkItemByKey(together, KEY), await getWorkItemByKey(together, KEY)];
		expect(statuses.map(({ status }) => status)).toEqual(['present', 'deferred']);
	});

	it('defers a 404 that it could not settle', async () => {
		const plane = planeOf({ [at(KEY)]: notFound }, { limitPerMinute: 1 });
		expect(await getWorkItemByKey(plane.context, KEY)).toMatchObject({ status: 'deferred' });
	});
});

describe('findWorkItemByKey', () => {
	it('finds the ids behind a key', async () => {
		const { context } = planeOf({ [at(KEY)]: item });
		expect(await findWorkItemByKey(context, KEY)).toEqual({ id: CHECKOUT, projectId: WEB });
	});

	it('does not take another work item for it, for it may be changed', async () => {
		const { context } = planeOf({ [at('WEB-7')]: item });
		await expect(findWorkItemByKey(context, 'WEB-7')).rejects.toMatchObject({ kind: 'invalid_response' });
	});
});
