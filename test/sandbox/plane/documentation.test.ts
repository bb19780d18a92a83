import { readFileSync } from 'fs';
import { join } from 'path';
import { FLAGS } from '../../../sandbox/plane/commandLine';
import { DEFAULT_SWITCHES } from '../../../sandbox/plane/switches';
import { startForTest } from './standInForTests';

const page = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'stand-in.md'), 'utf8');

/** What an answer that refuses a name lists as the names there are. */
async function listed(method: string, path: string, body?: unknown): Promise<string[]> {
	const plane = await startForTest();
	const response = await fetch(`${plane.url}/_sandbox/${path}`, {
		method,
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
	const { error }: { error: string } = JSON.parse(await response.text());
	await plane.close();
	return error
		.replace(/^.*There are: /, '')
		.replace(/\.$/, '')
		.split(', ');
}

describe('docs/stand-in.md', () => {
	it.each([
		['every change', () => listed('POST', 'nothing', {})],
		['everything that can be read', () => listed('GET', 'nothing')],
		['every fault of deliveries', () => listed('POST', 'faults', { deliveries: [{ kind: 'nothing' }] })],
		['every fault of answers', () => listed('POST', 'faults', { answers: [{ kind: 'nothing' }] })],
		['every flag', () => Promise.resolve(Object.keys(FLAGS).map((flag) => `--${flag}`))],
		['every switch', () => Promise.resolve(Object.keys(DEFAULT_SWITCHES))],
	])('names %s', async (_, names) => {
		const known = await names();
		expect(known.length).toBeGreaterThan(4);
		expect(known.filter((name) => !new RegExp(`(\`|_sandbox/|-- )${name}(?![\\w-])`).test(page))).toEqual([]);
	});
});
