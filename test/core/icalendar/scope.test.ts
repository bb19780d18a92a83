import { idOfUid, isOurs, ownCalendar, uidIn } from '../../../core/icalendar/scope';
import { anObject, SCOPE } from './builders';

const NOBODY: ReadonlySet<string> = new Set();

describe('idOfUid', () => {
	it.each([
		['the frame', 'task-7@example', '7'],
		['a further copy', 'task-7.mei-ling@example', '7'],
		['another prefix', 'other-7@example', null],
		['another suffix', 'task-7@elsewhere', null],
		['an empty id', 'task-@example', null],
		['prefix and suffix that overlap', 'task-@exampl', null],
	])('reads %s', (_, uid, id) => {
		expect(idOfUid(uid, SCOPE)).toBe(id);
	});
});

describe('uidIn', () => {
	it.each([
		["the owner's own calendar", { slug: 'task-project-1', mark: 'task:project-1' }, 'task-7@example'],
		['a route', { slug: 'task-to-mei-ling', mark: '' }, 'task-7.mei-ling@example'],
		[
			'a route known by its mark',
			{ slug: 'x', mark: 'task-route:mei-ling M L\nHi' },
			'task-7.mei-ling@example',
		],
		['a route with all events', { slug: 'task-to-all', mark: 'task-route:all' }, 'task-7@example'],
		['a calendar of somebody', { slug: 'team', mark: 'Our team' }, 'task-7@example'],
	])('gives the event of an id in %s the UID it has only there', (_, calendar, uid) => {
		expect(uidIn(calendar, '7', SCOPE)).toBe(uid);
		expect(idOfUid(uid, SCOPE)).toBe('7');
	});
});

describe('ownCalendar', () => {
	it('is named after the owner, where the scope names one', () => {
		expect(ownCalendar(SCOPE)).toEqual({ slug: 'task-project-1', mark: 'task:project-1' });
		expect(ownCalendar({ ...SCOPE, value: null })).toBeNull();
	});
});

describe('isOurs', () => {
	const URL_OF_OURS = 'URL:https://plane.example/acme/projects/project-1/issues/7';

	it.each([
		['names our project', ['UID:task-7@example', 'X-OWNER:project-1'], true],
		['names another project', ['UID:task-7@example', 'X-OWNER:project-2', URL_OF_OURS], false],
		['names none, but its URL does', ['UID:task-7@example', URL_OF_OURS], true],
		['names none at all', ['UID:task-7@example', 'URL:https://plane.example/'], false],
		['was made by hand', ['UID:holiday@home', 'X-OWNER:project-1', URL_OF_OURS], false],
		['has no UID', ['X-OWNER:project-1'], false],
	])('judges an event that %s', (_, lines, expected) => {
		expect(isOurs(anObject(lines), SCOPE, NOBODY)).toBe(expected);
	});

	it('takes every copy of a desired id for ours, but never a UID outside the frame', () => {
		const desired = new Set(['7', 'holiday@home']);
		expect(isOurs(anObject(['UID:task-7@example']), SCOPE, desired)).toBe(true);
		expect(isOurs(anObject(['UID:task-7.mei-ling@example']), SCOPE, desired)).toBe(true);
		expect(isOurs(anObject(['UID:task-8@example']), SCOPE, desired)).toBe(false);
		expect(isOurs(anObject(['UID:holiday@home']), SCOPE, desired)).toBe(false);
	});

	it('takes any named owner where the scope names none', () => {
		const anyProject = { ...SCOPE, value: null };
		expect(isOurs(anObject(['UID:task-7@example', 'X-OWNER:project-2']), anyProject, NOBODY)).toBe(true);
		expect(isOurs(anObject(['UID:task-7@example']), anyProject, NOBODY)).toBe(false);
	});
});
