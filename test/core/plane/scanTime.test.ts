import { TransportError } from '../../../core/errors';
import { withRetry } from '../../../core/http/retry';
import type { Send } from '../../../core/http/types';
import { scanProject } from '../../../core/plane/scanWorkItems';
import { itemsPath, listOf, manyItems, names, web } from './lists';
import { planeOf } from './support';
import type { Answers } from './support';

async function scan(answers: Answers, options: { stopAt?: number; limitPerMinute?: number } = {}) {
	const plane = planeOf({ ...names, ...answers }, { limitPerMinute: options.limitPerMinute ?? 1000 });
	const { stopAt } = options;
	const snapshot = await scanProject(plane.context, web, {
		allProjects: true,
		...(stopAt === undefined ? {} : { stopAt: plane.clock.now() + stopAt }),
	});
	return { plane, snapshot };
}

const manyAnswers = (count: number): Answers => ({ [itemsPath()]: listOf({ items: manyItems(count) }) });

describe('scanProject, when the time is up', () => {
	it('asks nothing after the moment to stop', async () => {
		const { plane, snapshot } = await scan(manyAnswers(10), { stopAt: 0 });
		expect(snapshot).toMatchObject({
			status: 'incomplete',
			work_items: [],
			reason: 'time_is_up',
			failure: { kind: 'timeout' },
		});
		expect(plane.sent).toEqual([]);
	});

	it('keeps what was read until then', async () => {
		const { snapshot } = await scan(manyAnswers(5000), { stopAt: 30_000, limitPerMinute: 8 });
		expect(snapshot).toMatchObject({
			status: 'incomplete',
			reason: 'time_is_up',
			failure: { kind: 'timeout' },
		});
		expect(snapshot.work_items).toHaveLength(2000);
	});

	it('comes back in time although Plane does not answer any more', async () => {
		const plane = planeOf({ ...names, ...manyAnswers(2500) });
		const answered = plane.context.send;
		const hangsAtThird: Send = async (request) => {
			if (!request.url.includes('cursor=1000:2:0')) return await answered(request);
			plane.clock.advance(request.timeoutMs ?? 0);
			throw new TransportError('late', { kind: 'timeout' });
		};
		const { now, sleep } = plane.clock;
		const send = withRetry(hangsAtThird, { now, sleep, random: () => 0 });
		const start = now();
		const options = { allProjects: true, stopAt: start + 5000 };
		const snapshot = await scanProject({ ...plane.context, send }, web, options);
		expect(now() - start).toBeLessThanOrEqual(5000);
		expect(snapshot).toMatchObject({
			status: 'incomplete',
			reason: 'time_is_up',
			failure: { kind: 'timeout' },
		});
		expect(snapshot.failure?.message).toMatch(/time for the run was up/);
		expect(snapshot.work_items).toHaveLength(2000);
	});

	it('waits for the rate as long as there is time', async () => {
		const { snapshot } = await scan(manyAnswers(5000), { stopAt: 300_000, limitPerMinute: 8 });
		expect(snapshot).toMatchObject({ status: 'complete' });
		expect(snapshot).not.toHaveProperty('reason');
	});

	it('does not call a page that comes too late a lack of time', async () => {
		const { plane } = await scan(manyAnswers(10));
		const send: Send = async () => await Promise.reject(new TransportError('late', { kind: 'timeout' }));
		const snapshot = await scanProject({ ...plane.context, send }, web, { allProjects: true });
		expect(snapshot).toMatchObject({ status: 'unavailable', failure: { kind: 'timeout' } });
		expect(snapshot).not.toHaveProperty('reason');
	});
});
