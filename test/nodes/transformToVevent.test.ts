import { TransformToVevent } from '../../nodes/TransformToVevent/TransformToVevent.node';
import { aSnapshot, aWorkItem, uidOfItem } from '../support/builders';
import { runNode } from '../support/engine';

const transform = async (items: readonly object[], onError?: 'continueRegularOutput') =>
	await runNode({ node: new TransformToVevent(), parameters: {}, items, ...(onError && { onError }) });

describe('Transform to VEVENT', () => {
	it('turns each work item into an event item of its own', async () => {
		const { outputs } = await transform([aWorkItem(1), aWorkItem(2, { target_date: null })]);

		expect(outputs[0]).toMatchObject([
			{ json: { action: 'upsert', uid: uidOfItem(1) }, pairedItem: { item: 0 } },
			{ json: { action: 'delete', reason: 'no_target_date' }, pairedItem: { item: 1 } },
		]);
	});

	it('turns a snapshot into one batch', async () => {
		const { outputs } = await transform([aSnapshot([aWorkItem(1), aWorkItem(2)])]);

		expect(outputs[0]).toMatchObject([{ json: { events: [{ uid: uidOfItem(1) }, { uid: uidOfItem(2) }] } }]);
	});

	it('says what to connect when the input is something else', async () => {
		const { error } = await transform([{ hello: 'world' }]);

		expect(error?.message).toMatch(/Plane Issues/);
	});

	it('goes on with the next item when it may continue on fail', async () => {
		const { outputs } = await transform([{ hello: 'world' }, aWorkItem(1)], 'continueRegularOutput');

		expect(outputs[0]).toMatchObject([
			{ json: { error: expect.any(String) }, pairedItem: { item: 0 } },
			{ json: { uid: uidOfItem(1) }, pairedItem: { item: 1 } },
		]);
	});
});
