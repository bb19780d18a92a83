/** How the recorded changes of projects, states, labels and people are made. */
import { ITEM, answers, control, hidden, inWeb, missing, patch, post, remove, seen } from './changeTable';
import type { Answer, Named } from './changeTable';

const WEB = inWeb('');
const FRESH = { name: 'Fresh', identifier: 'FRE' };
const SHOP = { name: 'Shop', description: 'New' };

const project = (identifier: string, shows: Answer['shows']): Answer =>
	answers(`projects/{${identifier}}/`, shows);
const named = (name: string): Answer[] => [project('WEB', { name })];
const kept = named('Website relaunch');
const made = [project('it', FRESH)];
const gone: readonly Answer[] = [missing(WEB), { path: inWeb('work-items/'), status: 403 }];
const archived = [
	project('WEB', { archived_at: expect.any(String) }),
	hidden(ITEM),
	answers(inWeb('work-items/'), { results: [] }),
];
const restored = [
	project('LEG', { archived_at: null }),
	answers('projects/{LEG}/work-items/', { results: expect.arrayContaining([expect.anything()]) }),
];
const rename = control('rename-project', { project: 'WEB', name: 'Shop' });
const describe = control('update-project', { project: 'WEB', patch: { description: 'New', name: 'Shop' } });

export const PROJECT_CHANGES: readonly Named[] = [
	['project-created-app', { call: control('create-project', FRESH), after: made }],
	['project-created-api', { call: post('projects/', FRESH), after: made }],
	['project-updated-name-app', { call: rename, after: named('Shop') }],
	['project-updated-name-api', { call: patch(WEB, { name: 'Shop' }), after: named('Shop') }],
	[
		'project-updated-identifier-api',
		{ call: patch(WEB, { identifier: 'SHOP' }), after: [project('WEB', { identifier: 'SHOP' })] },
	],
	['project-updated-name-and-description-api', { call: patch(WEB, SHOP), after: [project('WEB', SHOP)] }],
	['project-updated-description-app', { call: describe, after: [project('WEB', SHOP)] }],
	[
		'project-updated-name-refused-400-api',
		{ call: patch(WEB, { name: 'R & D' }), refused: true, after: kept },
	],
	[
		'project-updated-name-only-punctuation-refused',
		{ call: patch(WEB, { name: '&' }), refused: true, after: kept },
	],
	['project-deleted-app', { call: control('delete-project', { project: 'WEB' }), after: gone }],
	['project-deleted-api', { call: remove(WEB), after: gone }],
	['project-archived-app', { call: control('archive-project', { project: 'WEB' }), after: archived }],
	['project-archive-app', { call: control('archive-project', { project: 'WEB' }), after: archived }],
	['project-archived-api', { call: post(inWeb('archive/')), after: archived }],
	['project-unarchived-app', { call: control('unarchive-project', { project: 'LEG' }), after: restored }],
	['project-unarchived-api', { call: remove('projects/{LEG}/archive/'), after: restored }],
];

const MEMBERS = inWeb('members/');

const PEOPLE: readonly Named[] = [
	[
		'member-removed-from-project-app',
		{
			call: control('remove-member', { project: 'WEB', user: 'José' }),
			after: [
				answers(MEMBERS, [{ first_name: 'Mei-Ling' }, { first_name: 'Ada' }]),
				{ path: inWeb('work-items/'), as: 'José', status: 403 },
			],
		},
	],
	[
		'user-renamed-app',
		{
			call: control('rename-user', { user: 'José', name: 'Joe' }),
			after: [
				answers(MEMBERS, [{ id: '{Mei-Ling}' }, { id: '{José}', display_name: 'Joe' }, { id: '{Ada}' }]),
			],
		},
	],
];

const STATE = inWeb('states/{Todo}/');
const LABEL = inWeb('labels/{bug}/');
const unlabelled = [missing(LABEL), seen(ITEM, { labels: ['{backend; api}', '{🔥 hot}'] })];

const NAMES: readonly Named[] = [
	[
		'state-rename-app',
		{
			call: control('rename-state', { project: 'WEB', state: 'Todo', name: 'To do' }),
			after: [answers(STATE, { name: 'To do' })],
		},
	],
	['state-rename-api', { call: patch(STATE, { name: 'To do' }), after: [answers(STATE, { name: 'To do' })] }],
	[
		'label-rename-app',
		{
			call: control('rename-label', { project: 'WEB', label: 'bug', name: 'defect' }),
			after: [answers(LABEL, { name: 'defect' })],
		},
	],
	[
		'label-rename-api',
		{ call: patch(LABEL, { name: 'defect' }), after: [answers(LABEL, { name: 'defect' })] },
	],
	[
		'label-deleted-app',
		{ call: control('delete-label', { project: 'WEB', label: 'bug' }), after: unlabelled },
	],
	['label-delete-api', { call: remove(LABEL), after: unlabelled }],
];

export const OTHER_CHANGES: readonly Named[] = [...PEOPLE, ...NAMES];
