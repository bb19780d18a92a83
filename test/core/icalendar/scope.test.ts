import { idOfUid, isOurs } from '../../../core/icalendar/scope';
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

	it('takes a desired UID for ours, but never one outside the frame', () => {
		const desired = new Set(['task-7@example', 'holiday@home']);
		expect(isOurs(anObject(['UID:task-7@example']), SCOPE, desired)).toBe(true);
		expect(isOurs(anObject(['UID:holiday@home']), SCOPE, desired)).toBe(false);
	});

	it('takes any named owner where the scope names none', () => {
		const anyProject = { ...SCOPE, value: null };
		expect(isOurs(anObject(['UID:task-7@example', 'X-OWNER:project-2']), anyProject, NOBODY)).toBe(true);
		expect(isOurs(anObject(['UID:task-7@example']), anyProject, NOBODY)).toBe(false);
	});
});
