/** What people see and set in Plane Trigger. */
import type { INodeProperties, TriggerPanelDefinition } from 'n8n-workflow';

const STEPS = [
	'Publish this workflow.',
	'Copy its Production URL (unfold Webhook URLs).',
	'In Plane: Workspace settings → Webhooks → Add webhook. Paste the URL, tick Work items and Projects.',
	'Paste the secret that Plane then shows, once, into the credential as Webhook Secret.',
];

const WHAT_PLANE_REFUSES =
	'Plane refuses private addresses (its administrator can allow them: WEBHOOK_ALLOWED_IPS) and hosts without a dot such as http://n8n:5678, and an address that redirects, as from http to https, loses every delivery.';

const numbered = STEPS.map((step, index) => `${index + 1}. ${step}`);

export const TRIGGER_PANEL: TriggerPanelDefinition = {
	header: 'Wait for a change in Plane',
	executionsHelp: {
		inactive: `${numbered.join('<br>')}<br><br>To try it out first: add the Test URL in Plane, start listening and change a work item. After two minutes nobody listens there any more. Nothing arrives? Mostly the Webhook Secret in the credential differs; n8n's log says why a delivery was refused.`,
		active:
			'Deliveries to the Production URL start executions, which are listed under Executions. None there? n8n writes each minute into its log why it refused deliveries: mostly the Webhook Secret in the credential differs.',
	},
	activationHint:
		'Once published, add the Production URL of this node in Plane: Workspace settings → Webhooks → Add webhook.',
};

/** A notice shows lists and links; n8n takes every other tag out. */
const SET_UP: INodeProperties = {
	displayName: `To receive deliveries:<ul>${STEPS.map((step) => `<li>${step}</li>`).join('')}</ul>${WHAT_PLANE_REFUSES}`,
	name: 'setUpNotice',
	type: 'notice',
	default: '',
};

const EVENTS: INodeProperties = {
	displayName: 'Events',
	name: 'events',
	type: 'multiOptions',
	default: ['work_item', 'project'],
	required: true,
	description:
		'Which kinds of deliveries start the workflow. All others are answered with 200 and dropped. Tick the same kinds in Plane.',
	options: [
		{ name: 'Comment', value: 'comment', description: 'A comment is added or edited' },
		{ name: 'Cycle', value: 'cycle', description: 'A cycle is created, edited or deleted' },
		{ name: 'Module', value: 'module', description: 'A module is created, edited or deleted' },
		{ name: 'Project', value: 'project', description: 'A project is created, edited or deleted' },
		{
			name: 'Work Item',
			value: 'work_item',
			description: 'A work item is created or edited, or deleted where the version of Plane tells',
		},
	],
};

const PROJECTS: INodeProperties = {
	displayName: 'Project Names or IDs',
	name: 'projects',
	type: 'multiOptions',
	default: [],
	typeOptions: { loadOptionsMethod: 'getProjects' },
	description:
		'Only changes in these projects start the workflow; none chosen means all. A deletion mostly names no project and always passes. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
};

const ONLY_CALENDAR_CHANGES: INodeProperties = {
	displayName: 'Only Changes a Calendar Shows',
	name: 'onlyCalendarChanges',
	type: 'boolean',
	default: true,
	description:
		'Whether to drop updates that no calendar event shows: of a work item its order on the board, parent, estimate, external ID, cycle, module, links and the like; of a project its description, looks and switches. Created, deleted and anything unknown always pass.',
};

/**
 * n8n asks version 1 of a node for this option before it parses a body. With it the bytes reach the node as
 * they are, and nothing a stranger sends is parsed.
 */
const UNPARSED: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'hidden',
	default: { binaryData: true },
};

const SETTINGS: INodeProperties = {
	displayName: 'Options',
	name: 'settings',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	description: 'What most workflows do not need',
	options: [
		{
			displayName: 'Maximum Age (Seconds)',
			name: 'maximumAge',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			placeholder: 'e.g. 3600',
			description:
				"Refuse a delivery if Plane's last change in it is older than this, so that a copied one cannot be sent again later; 0 accepts any age. Plane signs no time, so the age is that of updated_at by this computer's clock. What it costs: Plane repeats a delivery that did not arrive for up to an hour, and those are refused too. Deletions carry no time and always pass.",
		},
	],
};

export const FIELDS: INodeProperties[] = [
	SET_UP,
	EVENTS,
	PROJECTS,
	ONLY_CALENDAR_CHANGES,
	UNPARSED,
	SETTINGS,
];
