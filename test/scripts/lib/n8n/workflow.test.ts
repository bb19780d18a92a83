import {
	findManualStart,
	withCredentials,
	withoutPinData,
	withScheduleEvery,
} from '../../../../scripts/lib/n8n/workflow';

const aNode = (name: string, type: string, more: object = {}) => ({ name, type, ...more });
const aWorkflow = (...nodes: ReturnType<typeof aNode>[]) => ({ name: 'Sync', nodes, connections: {} });

describe('withCredentials', () => {
	const calDav = { id: '7', name: 'Radicale', type: 'calDavApi' };
	const nodeTypes = [
		{ name: 'x.calDav', displayName: 'CalDAV', credentials: ['calDavApi'] },
		{ name: 'x.transform', displayName: 'Transform', credentials: [] },
	];

	it('picks a credential in every node that can use its type, and nowhere else', () => {
		const transform = aNode('Transform', 'x.transform');
		const wait = aNode('Wait', 'y.wait');
		const workflow = aWorkflow(aNode('Apply', 'x.calDav'), transform, wait);
		expect(withCredentials(workflow, [calDav], nodeTypes).nodes).toEqual([
			aNode('Apply', 'x.calDav', { credentials: { calDavApi: { id: '7', name: 'Radicale' } } }),
			transform,
			wait,
		]);
	});
});

describe('withScheduleEvery', () => {
	it('changes only the Schedule Trigger', () => {
		const workflow = aWorkflow(
			aNode('Tick', 'n8n-nodes-base.scheduleTrigger'),
			aNode('Set', 'n8n-nodes-base.set'),
		);
		const [tick, set] = withScheduleEvery(workflow, 2).nodes;
		expect(tick?.parameters).toEqual({ rule: { interval: [{ field: 'seconds', secondsInterval: 2 }] } });
		expect(set).toBe(workflow.nodes[1]);
	});
});

describe('withoutPinData', () => {
	it('empties the sample data', () => {
		expect(withoutPinData({ ...aWorkflow(), pinData: { Set: [] } }).pinData).toEqual({});
	});
});

describe('findManualStart', () => {
	const schedule = aNode('Tick', 'n8n-nodes-base.scheduleTrigger');
	const manual = aNode('By Hand', 'n8n-nodes-base.manualTrigger');

	it.each([
		['the Manual Trigger before a schedule', [schedule, manual], 'By Hand'],
		['the schedule when there is no other', [schedule], 'Tick'],
		['none that is disabled', [{ ...manual, disabled: true }], null],
		['none where only a webhook starts it', [aNode('Hook', 'n8n-nodes-base.webhook')], null],
	])('finds %s', (_name, nodes, expected) => {
		expect(findManualStart(aWorkflow(...nodes))).toBe(expected);
	});
});
