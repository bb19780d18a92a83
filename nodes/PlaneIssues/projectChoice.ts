/** The fields that choose projects, and what is read from them. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { InputError } from '../../core/errors';
import { isUuid } from '../../core/plane/json';
import type { ProjectChoice, ProjectWish } from '../../core/plane/chooseProjects';

type Show = Readonly<Record<string, string[]>>;

export const projectChoiceFields = (show: Show): INodeProperties[] => [
	{
		displayName: 'Projects',
		name: 'projects',
		type: 'options',
		options: [
			{
				name: 'All but Picked',
				value: 'except',
				description: 'Every project that the user of the API key has joined, less those picked below',
			},
			{
				name: 'All I Can Access',
				value: 'all',
				description: 'Every project that the user of the API key has joined',
			},
			{
				name: 'Picked',
				value: 'only',
				description:
					'The projects picked below. One that cannot be read gives an item with status <code>unavailable</code> that says why.',
			},
		],
		default: 'all',
		displayOptions: { show },
	},
	{
		displayName: 'Project Names or IDs',
		name: 'projectIds',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getProjects' },
		default: [],
		required: true,
		description:
			'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
		displayOptions: { show: { ...show, projects: ['only', 'except'] } },
	},
	{
		displayName: 'Leave Out Secret Projects',
		name: 'leaveOutSecret',
		type: 'boolean',
		default: false,
		description:
			'Whether to leave out projects that only their members can see in Plane, so that only public ones are read',
		displayOptions: { show },
	},
];

/** @throws {InputError} when projects are to be picked and none is, or an ID is none. */
export function readProjectWish(context: IExecuteFunctions, itemIndex: number): ProjectWish {
	const kind = context.getNodeParameter('projects', itemIndex, 'all') as ProjectChoice['kind'];
	const leaveOutSecret = context.getNodeParameter('leaveOutSecret', itemIndex, false) === true;
	if (kind === 'all') return { choice: { kind }, leaveOutSecret };
	const ids = idsOf(context.getNodeParameter('projectIds', itemIndex, []));
	if (ids.length === 0) {
		throw new InputError(
			'No project is picked in "Project Names or IDs". Pick at least one, or choose "All I Can Access".',
		);
	}
	return { choice: { kind, ids }, leaveOutSecret };
}

/** A list, or text with commas as an expression may give it. */
function idsOf(value: unknown): string[] {
	const texts = (Array.isArray(value) ? value.map(String) : String(value).split(','))
		.map((text) => text.trim().toLowerCase())
		.filter((text) => text !== '');
	const wrong = texts.find((text): boolean => !isUuid(text));
	if (wrong !== undefined) {
		throw new InputError(
			`"Project Names or IDs" has "${wrong.slice(0, 60)}", which is no ID of a project. It stands in the address of the project: …/projects/{ID}/…`,
		);
	}
	return texts;
}
