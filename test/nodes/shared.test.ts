import type { ICredentialDataDecryptedObject, INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { CancelledError, DavError, InputError } from '../../core/errors';
import { perCredential } from '../../nodes/shared/perCredential';
import { toNodeError } from '../../nodes/shared/toNodeError';

const NODE: INode = {
	id: '1',
	name: 'CalDAV',
	type: 'calDav',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

describe('toNodeError', () => {
	it('keeps the message and says in words what it was, with the status', () => {
		const error = toNodeError(
			NODE,
			new DavError('The calendar is full.', { kind: 'capacity', status: 507 }),
			3,
		);

		expect(error).toBeInstanceOf(NodeApiError);
		expect(error).toMatchObject({
			message: 'The calendar is full.',
			httpCode: '507',
			description: 'No room left (HTTP status 507).',
			context: { itemIndex: 3 },
		});
	});

	it.each([
		['bad input', new InputError('No calendar is chosen.'), 'No calendar is chosen.'],
		['a cancelled run', new CancelledError(), 'The run was cancelled.'],
		['a defect', new TypeError('x is not a function'), 'x is not a function'],
		['something thrown that is no error', 'oops', 'oops'],
	])('makes an operation error of %s', (_, thrown, message) => {
		const error = toNodeError(NODE, thrown, 0);

		expect(error).toBeInstanceOf(NodeOperationError);
		expect(error.message).toBe(message);
	});

	it('returns an error of n8n as it is', () => {
		const error = new NodeOperationError(NODE, 'already one');

		expect(toNodeError(NODE, error, 0)).toBe(error);
	});
});

describe('perCredential', () => {
	const credentials = (changes: ICredentialDataDecryptedObject = {}) => ({
		serverUrl: 'https://dav.example.com',
		password: 'a',
		...changes,
	});

	it('remembers for the same credential, whatever the order of its fields', () => {
		const memoryOf = perCredential(() => ({}));

		expect(memoryOf({ password: 'a', serverUrl: 'https://dav.example.com' })).toBe(memoryOf(credentials()));
	});

	it('keeps the memories of two users of one server apart', () => {
		const memoryOf = perCredential(() => ({}));

		expect(memoryOf(credentials({ username: 'ada' }))).not.toBe(memoryOf(credentials({ username: 'bob' })));
	});

	it('forgets the oldest credential rather than growing for ever', () => {
		const memoryOf = perCredential(() => ({}));
		const first = memoryOf(credentials());
		for (let n = 0; n < 200; n++) memoryOf(credentials({ username: `user ${n}` }));

		expect(memoryOf(credentials())).not.toBe(first);
	});
});
