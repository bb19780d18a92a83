import fc from 'fast-check';
import type { DeliveryFault } from '../../../sandbox/plane/deliveryFaults';
import { fractionAt, strikes } from '../../../sandbox/plane/faultChoice';
import type { Which } from '../../../sandbox/plane/faultChoice';
import { startReceiver } from './receiver';
import type { Receiver } from './receiver';
import { startForTest } from './standInForTests';
import type { TestStandIn } from './standInForTests';

describe('strikes', () => {
	const struck = (which: Which): number[] => {
		const positions: number[] = [];
		for (let position = 1; position <= 8; position += 1) {
			if (strikes(which, position, positions.length)) positions.push(position);
		}
		return positions;
	};

	it.each<[string, Which, number[]]>([
		['everything when nothing is said', {}, [1, 2, 3, 4, 5, 6, 7, 8]],
		['the n-th', { nth: 3 }, [3]],
		['several positions', { nth: [2, 5] }, [2, 5]],
		['every n-th', { every: 3 }, [3, 6]],
		['the first ones', { times: 2 }, [1, 2]],
		['what all of it holds for', { every: 2, times: 2 }, [2, 4]],
		['nothing of a share of 0', { share: 0 }, []],
		['all of a share of 1', { share: 1 }, [1, 2, 3, 4, 5, 6, 7, 8]],
	])('chooses %s', (_, which, expected) => {
		expect(struck(which)).toEqual(expected);
	});

	it('draws the same share from the same seed, and another one from another', () => {
		const half = (seed: string): number[] => struck({ share: 0.5, seed });
		expect(half('a')).toEqual(half('a'));
		expect(half('a')).not.toEqual(half('b'));
	});

	it('draws fractions evenly', () => {
		fc.assert(
			fc.property(fc.string(), (seed) => {
				const drawn = Array.from({ length: 400 }, (_, position) => fractionAt(seed, position));
				const mean = drawn.reduce((sum, one) => sum + one, 0) / drawn.length;
				return drawn.every((one) => one >= 0 && one < 1) && mean > 0.4 && mean < 0.6;
			}),
			{ numRuns: 20 },
		);
	});
});

describe('a fault of deliveries', () => {
	let plane: TestStandIn;
	let receiver: Receiver;
	beforeEach(async () => {
		receiver = await startReceiver();
		plane = await startForTest({ webhookUrl: receiver.url, retryWaitMs: 1 });
	});
	afterEach(async () => {
		await plane.close();
		await receiver.close();
	});

	const rename = (name: string, item = 'WEB-3') => plane.control.updateItem(item, { name });
	const names = () => receiver.received.map(({ body }) => JSON.parse(body).data.name);
	const ids = () => receiver.received.map(({ headers }) => headers['x-plane-delivery']);

	/** Renames an item to a, b, c, d and gives the names in order of arrival. */
	async function arrivalsWith(...faults: DeliveryFault[]): Promise<string> {
		for (const fault of faults) plane.control.faults.onDeliveries(fault);
		for (const name of ['a', 'b', 'c', 'd']) rename(name);
		await plane.control.drain();
		return names().join('');
	}

	it.each<[string, DeliveryFault[], string]>([
		['loses the second', [{ kind: 'lost', nth: 2 }], 'acd'],
		['doubles every other', [{ kind: 'doubled', every: 2 }], 'abbcdd'],
		['sends one four times', [{ kind: 'doubled', nth: 1, copies: 4 }], 'aaaabcd'],
		['delays the first past the others', [{ kind: 'late', nth: 1, delayMs: 80 }], 'bcda'],
		['sends the first after the next', [{ kind: 'reordered', nth: 1 }], 'bacd'],
		['sends the first after two others', [{ kind: 'reordered', nth: 1, behind: 2 }], 'bcad'],
		['swaps pairs', [{ kind: 'reordered', nth: [1, 3] }], 'badc'],
		['lets the last go when nothing follows', [{ kind: 'reordered', nth: 4, longestMs: 20 }], 'abcd'],
		['sends an old one after the third', [{ kind: 'stale', nth: 3 }], 'abcbd'],
		['sends a very old one after the last', [{ kind: 'stale', nth: 4, age: 3 }], 'abcda'],
		['has no older one to send', [{ kind: 'stale', nth: 1 }], 'abcd'],
		['lets an attempt fail and retries', [{ kind: 'unreachable', nth: 1, attempts: 2 }], 'bcda'],
		[
			'composes: doubled and late',
			[
				{ kind: 'doubled', nth: 1 },
				{ kind: 'late', nth: 1, delayMs: 80 },
			],
			'bcdaa',
		],
		[
			'composes in order: what is lost is not doubled',
			[
				{ kind: 'lost', nth: 2 },
				{ kind: 'doubled', nth: [1, 2] },
			],
			'aacd',
		],
		['strikes what matches only', [{ kind: 'lost', field: 'name', action: 'created' }], 'abcd'],
		['counts what matches', [{ kind: 'lost', field: 'name', event: 'issue', nth: 2 }], 'acd'],
	])('%s', async (_, faults, expected) => {
		expect(await arrivalsWith(...faults)).toBe(expected);
	});

	it('gives each copy a delivery id and the same body', async () => {
		plane.control.faults.onDeliveries({ kind: 'doubled' });
		rename('a');
		await plane.control.drain();
		expect(new Set(ids()).size).toBe(2);
		expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
	});

	it('repeats an old record of the same item only', async () => {
		rename('x', 'WEB-5');
		plane.control.faults.onDeliveries({ kind: 'stale' });
		rename('y', 'WEB-4');
		await plane.control.drain();
		expect(names()).toEqual(['x', 'y']);
	});

	it('matches one record by its id', async () => {
		plane.control.faults.onDeliveries({ kind: 'lost', entityId: plane.control.item('WEB-4').id });
		rename('x', 'WEB-4');
		rename('y', 'WEB-5');
		await plane.control.drain();
		expect(names()).toEqual(['y']);
	});

	it('switches the webhook off when all six attempts fail', async () => {
		plane.control.faults.onDeliveries({ kind: 'unreachable', attempts: 6, nth: 1 });
		rename('a');
		await plane.control.drain();
		expect(plane.control.deliveries().map(({ attempt, status }) => [attempt, status])).toEqual(
			[1, 2, 3, 4, 5, 6].map((attempt) => [attempt, null]),
		);
		expect([receiver.received.length, plane.control.webhookIsActive()]).toEqual([0, false]);
	});

	it('strikes what was held when it is let go', async () => {
		plane.control.holdDeliveries();
		rename('a');
		rename('b');
		plane.control.faults.onDeliveries({ kind: 'lost', nth: 1 });
		expect(plane.control.releaseDeliveries('reversed')).toBe(2);
		await plane.control.drain();
		expect(names()).toEqual(['a']);
	});

	it('is over when it is cleared, and what it struck stays in the log', async () => {
		const id = plane.control.faults.onDeliveries({ kind: 'lost' });
		rename('a');
		plane.control.faults.clear(id);
		rename('b');
		await plane.control.drain();
		const { faults } = plane.control;
		expect(names()).toEqual(['b']);
		expect(faults.armed()).toEqual([]);
		expect(faults.fired()).toMatchObject([{ id, kind: 'lost', position: 1 }]);
		expect(faults.fired()[0]?.target).toBe(`issue updated name ${plane.control.item('WEB-3').id}`);
	});
});
