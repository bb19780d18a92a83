/** What people see in the editor: no field without a word about it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeProperties, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { CalDavApi } from '../../credentials/CalDavApi.credentials';
import { PlaneApi } from '../../credentials/PlaneApi.credentials';
import { CalDav } from '../../nodes/CalDav/CalDav.node';
import { PlaneIssues } from '../../nodes/PlaneIssues/PlaneIssues.node';
import { PlaneTrigger } from '../../nodes/PlaneTrigger/PlaneTrigger.node';
import { TransformToVevent } from '../../nodes/TransformToVevent/TransformToVevent.node';
import { inRepository } from '../../scripts/lib/paths';

const NODES: ReadonlyArray<readonly [string, INodeType]> = [
	['Plane Trigger', new PlaneTrigger()],
	['Plane Issues', new PlaneIssues()],
	['Transform to VEVENT', new TransformToVevent()],
	['CalDAV', new CalDav()],
];

const PROPERTIES: ReadonlyArray<readonly [string, readonly INodeProperties[]]> = [
	...NODES.map(([name, { description }]) => [name, description.properties] as const),
	['Plane API', new PlaneApi().properties],
	['CalDAV API', new CalDavApi().properties],
];

/** Resource and operation explain themselves by their choices. */
const SELF_EXPLAINING = new Set(['resource', 'operation', 'options']);
const TYPED_INTO = new Set(['string', 'number', 'dateTime']);

/** A field and what is inside it. */
const withInner = (property: INodeProperties): INodeProperties[] => [
	property,
	...(property.type === 'collection' ? (property.options as INodeProperties[]) : []),
];

const fieldsOf = (properties: readonly INodeProperties[]) =>
	properties.flatMap(withInner).filter(({ type }) => type !== 'notice');

describe.each(PROPERTIES)('the fields of %s', (_, properties) => {
	it('all have a description', () => {
		const silent = fieldsOf(properties)
			.filter(({ name }) => !SELF_EXPLAINING.has(name))
			.filter(({ description, type, options }) => {
				const choicesExplain =
					type === 'options' && options?.every((option) => 'description' in option && option.description);
				return !description && !choicesExplain;
			});

		expect(silent.map(({ name }) => name)).toEqual([]);
	});

	it('all show an example where something is typed in', () => {
		const bare = fieldsOf(properties).filter(({ type, placeholder }) => TYPED_INTO.has(type) && !placeholder);
		const bareModes = fieldsOf(properties)
			.flatMap(({ modes = [] }) => modes)
			.filter(({ placeholder }) => !placeholder);

		expect([...bare, ...bareModes].map(({ name }) => name)).toEqual([]);
	});
});

describe.each(NODES)('%s', (displayName, { description }) => {
	it('has a name, a subtitle, a description and icons for light and dark', () => {
		const { subtitle, icon, description: text }: INodeTypeDescription = description;

		expect(description.displayName).toBe(displayName);
		expect(subtitle).toBeTruthy();
		expect(text).toBeTruthy();
		expect(icon).toEqual({
			light: expect.stringMatching(/^file:.+\.svg$/),
			dark: expect.stringMatching(/^file:.+\.svg$/),
		});
	});
});

describe('CalDAV', () => {
	it('has a second output for a reconcile only', () => {
		const { outputs } = new CalDav().description;
		const expression = String(outputs).replace(/^=\{\{|\}\}$/g, '');
		const outputsFor = (resource: string, operation: string): unknown =>
			new Function('$parameter', `return ${expression}`)({ resource, operation });

		expect(outputsFor('event', 'apply')).toEqual(['main']);
		expect(outputsFor('calendar', 'reconcile')).toMatchObject([
			{ displayName: 'Report' },
			{ displayName: 'Missing' },
		]);
	});
});

describe('a message that sends people to a field', () => {
	const shown = PROPERTIES.flatMap(([, properties]) => fieldsOf(properties)).flatMap(
		({ displayName, options = [] }) => [
			displayName.replace(/ \(Seconds\)$/, ''),
			...options.map((option) => ('displayName' in option ? option.displayName : option.name)),
		],
	);
	const sources = ['nodes', 'core'].flatMap((folder) =>
		readdirSync(inRepository(folder), { recursive: true, encoding: 'utf8' })
			.filter((path) => path.endsWith('.ts'))
			.map((path) => readFileSync(inRepository(join(folder, path)), 'utf8')),
	);
	const named = sources.flatMap((text) =>
		[...text.matchAll(/(?:field|set|to|in|choose|move) "([A-Z][\w ()-]+)"/g)].map(([, name]) => name),
	);

	it('names it, and the choice to make, as the panel does', () => {
		expect(named.length).toBeGreaterThan(10);
		expect(named.filter((name) => !shown.includes(name ?? ''))).toEqual([]);
	});
});

describe('the help links of CalDAV', () => {
	interface Codex {
		readonly resources: Readonly<Record<string, ReadonlyArray<{ readonly url: string }>>>;
	}
	const read = (path: string): string => readFileSync(inRepository(path), 'utf8');
	const { resources } = JSON.parse(read('nodes/CalDav/CalDav.node.json')) as Codex;
	const { homepage } = JSON.parse(read('package.json')) as { readonly homepage: string };
	const headings = [...read('README.md').matchAll(/^#+ (.+)$/gm)].map(([, text = '']) => text);
	const anchors = headings.map((text) => text.toLowerCase().replaceAll(' ', '-'));
	const links = Object.values(resources)
		.flat()
		.map(({ url }) => url);

	it.each([new CalDavApi().documentationUrl, ...links])('%s leads to a section of the README', (link) => {
		const [page, anchor] = link.split('#');

		expect(`${page}#readme`).toBe(homepage);
		expect(anchors).toContain(anchor);
	});
});
