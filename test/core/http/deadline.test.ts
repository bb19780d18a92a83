import { isPast, withDeadline } from '../../../core/http/deadline';
import { anAnswer } from './support';
import type { HttpRequest } from '../../../core/http/types';

const REQUEST: HttpRequest = { method: 'REPORT', url: 'https://dav.example.com/anna/', headers: {} };

function until(deadline: number, now = 0) {
	const sent: HttpRequest[] = [];
	const send = withDeadline(
		async (request) => {
			sent.push(request);
			return await Promise.resolve(anAnswer());
		},
		deadline,
		() => now,
	);
	return { sent, send };
}

describe('withDeadline', () => {
	it('bounds every request, an earlier bound stays', async () => {
		const { sent, send } = until(5_000);
		await send(REQUEST);
		await send({ ...REQUEST, deadline: 3_000 });
		await send({ ...REQUEST, deadline: 9_000 });

		expect(sent.map(({ deadline }) => deadline)).toEqual([5_000, 3_000, 5_000]);
	});

	it('sends nothing when the time is up', async () => {
		const { sent, send } = until(5_000, 5_000);

		await expect(send(REQUEST)).rejects.toMatchObject({
			kind: 'timeout',
			message: expect.stringContaining('the time for this run is up') as string,
		});
		expect(sent).toEqual([]);
	});
});

describe('isPast', () => {
	it('allows for timers that end a moment early', () => {
		expect([4_989, 4_990, 5_000].map((now) => isPast(5_000, () => now))).toEqual([false, true, true]);
	});
});
