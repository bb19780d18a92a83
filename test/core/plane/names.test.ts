import { TransportError } from '../../../core/errors';
import { memberRowsOf, readWorkspaceMembers } from '../../../core/plane/names';
import { answer, exchange, planeOf, recorded, toAnswer } from './support';

describe('readWorkspaceMembers', () => {
	it('gives what people are called, by id', async () => {
		const members = await readWorkspaceMembers(planeOf(recorded('71-members-workspace')).context);
		expect(members?.get('6a1027c3-d3e4-4364-a0ee-1659c035664b')).toBe('Ada');
	});

	it.each([
		['the list is closed to the user', answer(403, { detail: 'no' })],
		['Plane hides it', toAnswer(exchange('39-work-item-404-deleted'))],
		['the release has no such list', toAnswer(exchange('64-unknown-route-404'))],
	])('knows nobody where %s', async (_, response) => {
		await expect(readWorkspaceMembers(planeOf({ members: response }).context)).resolves.toBeNull();
	});

	it.each([
		['server', answer(500, { error: 'x' })],
		['auth', toAnswer(exchange('52-work-items-403-bad-key'))],
		['network', new TransportError('refused', { kind: 'network' })],
	])('passes on a failure of kind %s', async (kind, response) => {
		const reading = readWorkspaceMembers(planeOf({ members: response }).context);
		await expect(reading).rejects.toMatchObject({ kind });
	});
});

describe('memberRowsOf', () => {
	it.each([
		['an array', [1, 2]],
		['a page of a list', { results: [1, 2] }],
	])('takes %s', (_, body) => {
		expect(memberRowsOf(body)).toEqual([1, 2]);
	});

	it.each([null, 'x', {}, { results: {} }])('refuses %p', (body) => {
		expect(() => memberRowsOf(body)).toThrow(/list of members is no list/);
	});
});
