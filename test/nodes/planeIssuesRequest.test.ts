/** Which work item an input item of Issue: Get names, whatever node it comes from. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { readWorkItemRequest } from '../../nodes/PlaneIssues/workItemRequest';
import { CHECKOUT, DELETED, planeOf, WEB } from '../core/plane/support';

const requestOf = (json: object, parameters: Readonly<Record<string, unknown>> = { from: 'input' }) =>
	readWorkItemRequest(
		{
			getNodeParameter: (name: string, _: number, fallback: unknown) => parameters[name] ?? fallback,
			getInputData: () => [{ json }],
		} as unknown as IExecuteFunctions,
		0,
		planeOf({}).context,
	);

const event = {
	event: 'work_item',
	action: 'updated',
	id: CHECKOUT,
	project_id: WEB,
	payload_version: 1,
	received_at: '2026-11-26T10:00:00.000000Z',
	data: {},
};
const project = { id: WEB, name: 'Web' };
const foundIn = { calendar: { url: 'u', name: 'n' }, href: 'h', etag: 'e', revision: null };

describe('readWorkItemRequest', () => {
	it('keeps the delivery, whose record may be needed', () => {
		expect(requestOf(event)).toEqual({ id: CHECKOUT, project: { id: WEB }, event });
	});

	it('names no project where a deletion names none', () => {
		const deletion = { ...event, action: 'deleted', project_id: null };

		expect(requestOf(deletion)).toEqual({ id: CHECKOUT, project: null, event: deletion });
	});

	it.each<[string, object, object]>([
		[
			'what is missing in a calendar, with where it was found',
			{ id: DELETED, work_item_id: CHECKOUT, project, found_in: foundIn },
			{ id: CHECKOUT, project, found_in: foundIn },
		],
		[
			'what is found in no calendar',
			{ id: CHECKOUT, project, found_in: { href: 'h' } },
			{ id: CHECKOUT, project },
		],
		['a project by its ID alone', { id: CHECKOUT, project: WEB }, { id: CHECKOUT, project: { id: WEB } }],
		['a project beside it', { id: CHECKOUT, project_id: WEB }, { id: CHECKOUT, project: { id: WEB } }],
		[
			'a project of its address',
			{ id: CHECKOUT, url: `https://plane.example/acme/projects/${WEB}/issues/${CHECKOUT}` },
			{ id: CHECKOUT, project: { id: WEB } },
		],
	])('reads %s', (_, json, expected) => {
		expect(requestOf(json)).toEqual(expected);
	});

	it.each<[string, object, RegExp]>([
		['news of a comment', { ...event, event: 'comment' }, /is a comment event/],
		['no work item', {}, /names no work item/],
		['an ID that is none', { id: '../x', project }, /names no work item/],
		['a project that is none', { id: CHECKOUT, project: { id: 'web' } }, /names no work item/],
		['an address of a key alone', { id: CHECKOUT, url: 'https://a.example/b/browse/WEB-1/' }, /no work item/],
	])('gives back the error that %s deserves, and leaves other items alone', (_, json, message) => {
		expect(requestOf(json)).toMatchObject({ name: 'InputError', message: expect.stringMatching(message) });
	});

	it.each([
		['', /No work item is chosen. Pick one in the field "Work Item"/],
		['the other one', /"Work Item" is "the other one", which names no work item/],
	])('says of the text "%s" in the field what to do', (workItemId, message) => {
		expect(requestOf({}, { from: 'id', workItemId })).toMatchObject({
			message: expect.stringMatching(message),
		});
	});
});
