import { createRefusalLog, LOG_INTERVAL_MS } from '../../nodes/PlaneTrigger/refusalLog';

const refusal = (at: number, node = 'w/n') => ({ node, reason: 'Because.', deliveryId: 'd-1', at });

describe('createRefusalLog', () => {
	it('writes the first refusal at once', () => {
		expect(createRefusalLog()(refusal(0))).toBe('Plane Trigger refused a delivery (d-1): Because.');
	});

	it('writes one line a minute, with how many it left out', () => {
		const lineFor = createRefusalLog();
		const lines = [0, 1, LOG_INTERVAL_MS - 1, LOG_INTERVAL_MS, 2 * LOG_INTERVAL_MS].map((at) =>
			lineFor(refusal(at)),
		);

		expect(lines).toEqual([
			expect.stringMatching(/Because\.$/),
			null,
			null,
			expect.stringMatching(/ 2 more were refused since the last such line\.$/),
			expect.stringMatching(/Because\.$/),
		]);
	});

	it('counts each node by itself', () => {
		const lineFor = createRefusalLog();
		lineFor(refusal(0, 'a'));

		expect(lineFor(refusal(1, 'b'))).not.toBeNull();
	});

	it('says so where the delivery has no id', () => {
		expect(createRefusalLog()({ ...refusal(0), deliveryId: null })).toContain('(without an ID)');
	});

	it('forgets the oldest of more than 500 nodes, and no other', () => {
		const lineFor = createRefusalLog();
		for (let node = 0; node <= 500; node++) lineFor(refusal(0, `node ${node}`));

		expect(lineFor(refusal(1, 'node 1'))).toBeNull();
		expect(lineFor(refusal(1, 'node 0'))).not.toBeNull();
	});

	it('forgets no node for one that it knows', () => {
		const lineFor = createRefusalLog();
		for (let node = 0; node < 500; node++) lineFor(refusal(0, `node ${node}`));

		expect(lineFor(refusal(LOG_INTERVAL_MS, 'node 499'))).not.toBeNull();
		expect(lineFor(refusal(1, 'node 0'))).toBeNull();
	});
});
