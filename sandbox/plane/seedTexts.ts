/** The sample work items as data: days are counted from today, people and labels are named. */
import type { Priority, StateGroup } from './types';

export interface SampleItem {
	readonly name: string;
	readonly state: string;
	readonly priority?: Priority;
	/** Days from today. */
	readonly start?: number;
	/** Days from today; absent for an item without a date. */
	readonly due?: number;
	readonly labels?: readonly string[];
	readonly people?: readonly string[];
	readonly html?: string;
	/** Position of its parent in the same list. */
	readonly parent?: number;
}

export interface SampleProject {
	readonly identifier: string;
	readonly name: string;
	readonly description: string;
	/** Beside Plane's five default states. */
	readonly states: ReadonlyArray<readonly [name: string, color: string, group: StateGroup]>;
	readonly labels: ReadonlyArray<readonly [name: string, color: string]>;
	readonly items: readonly SampleItem[];
}

export const WEBSITE: SampleProject = {
	identifier: 'WEB',
	name: 'Website relaunch',
	description: 'New shop front, live before the holidays',
	states: [
		['In review', '#0EA5E9', 'started'],
		['Ready for QA; blocked, maybe', '#8B5CF6', 'started'],
		["Won't do", '#9AA4BC', 'cancelled'],
		['Released ✅', '#46A758', 'completed'],
	],
	labels: [
		['bug', '#d73a4a'],
		['feature', '#a2eeef'],
		['a11y, WCAG 2.2', '#7057ff'],
		['needs "design"', '#fbca04'],
		['backend; api', '#1d76db'],
		['Qualität', '#0e8a16'],
		['客户反馈', '#e99695'],
		['🔥 hot', '#b60205'],
	],
	items: [
		{
			name: 'Kick-off: goals, scope and the "one-page" checkout',
			state: 'Released ✅',
			due: -21,
			people: ['Ada', 'José', 'Mei-Ling'],
			html: '<p>Minutes are in the <a href="https://wiki.acme.example/kick-off?x=1&amp;y=2">wiki</a>.</p>',
		},
		{
			name: 'Design review of the start page',
			state: 'Done',
			priority: 'medium',
			start: -12,
			due: -9,
			labels: ['needs "design"'],
			people: ['Mei-Ling'],
		},
		{
			name: 'Checkout: address form validation',
			state: 'In Progress',
			priority: 'urgent',
			start: -3,
			due: 1,
			labels: ['bug', 'backend; api', '🔥 hot'],
			people: ['José', 'Mei-Ling'],
			html:
				'<h2>What breaks</h2><p>Umlauts &amp; ß are <strong>refused</strong>, see ' +
				'<a href="https://acme.example/spec?a=1&amp;b=2">the spec</a>.</p>' +
				'<ul><li><p>Größe, Straße</p></li><li><p>café; naïve</p><ul><li><p>nested</p></li></ul></li></ul>' +
				'<ol><li><p>write a test</p></li><li><p>fix it</p></li></ol>',
		},
		{
			name: 'Barrierefreiheit: Prüfbericht für die Startseite',
			state: 'In review',
			priority: 'high',
			due: 3,
			labels: ['a11y, WCAG 2.2', 'Qualität'],
			people: ['Ada'],
			html:
				'<p>Bis zur Abnahme:</p><table><tbody><tr><th>Browser</th><th>Version</th></tr>' +
				'<tr><td>Firefox</td><td>≥ 128</td></tr><tr><td>Safari</td><td>≥ 17</td></tr></tbody></table>',
		},
		{
			name: '日本語ロケールの追加',
			state: 'Todo',
			priority: 'medium',
			start: 4,
			due: 8,
			labels: ['feature'],
		},
		{
			name: 'Gift cards 🎁 for the holidays',
			state: 'Ready for QA; blocked, maybe',
			priority: 'high',
			due: 6,
			labels: ['feature', '客户反馈'],
			people: ['José'],
		},
		{
			name: 'Load test "Black Friday"',
			state: 'Todo',
			priority: 'urgent',
			start: 9,
			due: 11,
			people: ['Ada', 'José'],
		},
		{
			name: 'Cookie banner (EU)',
			state: 'Backlog',
			priority: 'low',
			due: 14,
			html: '<ul data-type="taskList"><li data-checked="true"><p>text</p></li><li data-checked="false"><p>law</p></li></ul>',
		},
		{
			name: 'Go live',
			state: 'Todo',
			priority: 'urgent',
			due: 20,
			labels: ['🔥 hot'],
			people: ['Ada', 'Mei-Ling'],
		},
		{ name: 'Go live: DNS switch', state: 'Backlog', due: 20, parent: 8, people: ['José'] },
		{ name: 'Old newsletter page', state: "Won't do", priority: 'low', due: 2 },
		{
			name: 'Price table: columns jump; see <th> in Safari',
			state: 'Todo',
			priority: 'none',
			due: 5,
			labels: ['bug'],
		},
		{ name: 'Rewrite the FAQ', state: 'Backlog', priority: 'low', labels: ['客户反馈'] },
		{ name: 'Ideas for spring', state: 'Backlog', start: 40 },
	],
};

export const MOBILE: SampleProject = {
	identifier: 'APP',
	name: 'Mobile app',
	description: 'iOS & Android',
	states: [['Beta', '#0EA5E9', 'started']],
	labels: [
		['iOS', '#1d76db'],
		['Android', '#0e8a16'],
		['store, release', '#fbca04'],
		['Übersetzung', '#7057ff'],
		['崩溃', '#d73a4a'],
		['🎨 design', '#e99695'],
	],
	items: [
		{
			name: 'Sign in with passkeys',
			state: 'Done',
			priority: 'high',
			start: -18,
			due: -10,
			labels: ['iOS', 'Android'],
			people: ['José'],
		},
		{
			name: 'Crash on start, Android 15',
			state: 'In Progress',
			priority: 'urgent',
			due: 0,
			labels: ['Android', '崩溃'],
			people: ['Mei-Ling'],
			html: '<p>Stack:</p><pre><code class="language-text">at a.b(c) &lt;clinit&gt;\n</code></pre><blockquote><p>Since 2.4<br>only cold starts</p></blockquote>',
		},
		{
			name: 'Push notifications for orders',
			state: 'In Progress',
			priority: 'high',
			start: -2,
			due: 4,
			labels: ['iOS'],
			people: ['Ada', 'José'],
		},
		{
			name: 'Übersetzungen prüfen (de, fr, 中文)',
			state: 'Todo',
			priority: 'medium',
			due: 5,
			labels: ['Übersetzung'],
			people: ['Mei-Ling'],
		},
		{
			name: 'Store screenshots',
			state: 'Beta',
			priority: 'medium',
			start: 2,
			due: 7,
			labels: ['store, release', '🎨 design'],
			people: ['Ada'],
		},
		{
			name: 'Beta for 50 testers',
			state: 'Beta',
			priority: 'high',
			due: 9,
			labels: ['store, release'],
			people: ['José', 'Mei-Ling'],
		},
		{ name: 'Beta: collect feedback', state: 'Todo', due: 12, parent: 5, people: ['José'] },
		{ name: 'Dark mode', state: 'Todo', priority: 'low', due: 16, labels: ['🎨 design'] },
		{
			name: 'Release 3.0 🚀',
			state: 'Todo',
			priority: 'urgent',
			due: 28,
			labels: ['store, release'],
			people: ['Ada', 'José', 'Mei-Ling'],
		},
		{ name: 'Widget for the lock screen', state: 'Cancelled', priority: 'low', due: 10, labels: ['iOS'] },
		{ name: 'Set up the build machine', state: 'Done', due: -30, people: ['José'] },
		{ name: 'Collect wishes for 3.1', state: 'Backlog' },
		{ name: 'Tablet layout', state: 'Backlog', priority: 'low', start: 35 },
	],
};

const plain = (identifier: string, name: string, items: readonly SampleItem[]): SampleProject => ({
	identifier,
	name,
	description: '',
	states: [],
	labels: [],
	items,
});

export const LEGACY = plain('LEG', 'Legacy portal', [
	{ name: 'Switch the old portal off', state: 'Todo', due: 13 },
	{ name: 'Export the customers', state: 'Done', due: -40 },
]);

export const DESIGN_SYSTEM = plain('DSN', 'Design system', [
	{ name: 'Colour tokens', state: 'In Progress', due: 6 },
	{ name: 'Button variants', state: 'Todo', due: 15 },
]);

export const PAYROLL = plain('PAY', 'Payroll', [{ name: 'November run', state: 'Todo', due: 2 }]);
