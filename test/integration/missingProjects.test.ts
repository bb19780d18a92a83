/** Rows of docs/missing.md about whole projects: the whole chain in n8n's engine, on a real Radicale. */
import {
	control,
	expectHeld,
	FIRST_DAY,
	idOf,
	PUBLIC,
	reportOf,
	SECRET,
	testRows,
	theWorld,
	titlesOf,
	withProject,
} from '../support/missingRows';

testRows('Projects', {
	'It was archived': async () => {
		const id = idOf('APP');
		const titles = await titlesOf(id);
		control().archiveProject('APP');
		const run = await theWorld().run();

		expect(run.questions).toEqual([]);
		expect(reportOf(run, id)).toMatchObject({
			complete: true,
			orphans: [{ why: 'archived', outcome: 'kept' }],
		});
		expect(await titlesOf(id)).toEqual(titles);
	},

	'It was archived, and its calendar is to be deleted': async () => {
		const id = idOf('APP');
		control().archiveProject('APP');
		const run = await theWorld().run({ reconcile: { orphans: 'delete_calendar' } });

		expect(reportOf(run, id)).toMatchObject({ orphans: [{ outcome: 'calendar_deleted' }] });
		expect(run.reports.filter(({ project }) => project.id === id)).toHaveLength(1);
		expect(await titlesOf(id)).toBeNull();
	},

	'It was archived after the snapshot': async () => {
		await expectHeld(() => control().archiveProject('WEB'), {
			kind: 'not_found',
			message: expect.stringContaining('archived'),
		});
	},

	"It is secret, and the key's user left it": async () => {
		const { id, titles } = await withProject(SECRET);
		control().removeMember('EXT', 'Ada');
		const run = await theWorld().run();

		expect(run.snapshots.map(({ project }) => project.id)).not.toContain(id);
		expect(run.questions).toEqual([]);
		expect(reportOf(run, id)).toMatchObject({ orphans: [{ why: 'not_listed', outcome: 'kept' }] });
		expect(await titlesOf(id)).toEqual(titles);
	},

	"It is public, and the key's user left it": async () => {
		const { id, titles } = await withProject(PUBLIC);
		control().removeMember('EXT', 'Ada');
		const run = await theWorld().run({ reconcile: { orphans: 'delete_calendar', allowMissing: 1000 } });

		expect(run.snapshots.map(({ project }) => project.id)).not.toContain(id);
		expect(reportOf(run, id)).toBeUndefined();
		expect(await titlesOf(id)).toEqual(titles);
	},

	"The key's user left it after the snapshot": async () => {
		await expectHeld(() => control().removeMember('WEB', 'Ada'), { kind: 'permission' });
	},

	'It was deleted': async () => {
		const id = idOf('APP');
		const titles = await titlesOf(id);
		control().deleteProject('APP');
		const run = await theWorld().run();

		expect(run.questions).toEqual([]);
		expect(reportOf(run, id)).toMatchObject({ orphans: [{ why: 'not_listed', outcome: 'kept' }] });
		expect(await titlesOf(id)).toEqual(titles);
	},

	'It was deleted, and our events are to be deleted': async () => {
		const id = idOf('APP');
		control().deleteProject('APP');
		const run = await theWorld().run({ reconcile: { orphans: 'delete_events' } });

		expect(reportOf(run, id)).toMatchObject({ complete: true, orphans: [{ outcome: 'events_deleted' }] });
		expect(await titlesOf(id)).toEqual([]);
		expect((await titlesOf(idOf('WEB')))?.length).toBeGreaterThan(0);
	},

	'Most projects vanished, and calendars are to be deleted': async () => {
		const [web, app] = [idOf('WEB'), idOf('APP')];
		const titles = await titlesOf(app);
		const project = control().createProject('New', 'NEW');
		control().createItem('NEW', { name: 'First', target_date: FIRST_DAY });
		control().deleteProject('WEB');
		control().deleteProject('APP');
		const run = await theWorld().run({ reconcile: { orphans: 'delete_calendar' } });

		for (const id of [web, app]) {
			expect(reportOf(run, id)).toMatchObject({
				complete: false,
				refused: { missing: expect.any(Number) },
				orphans: [{ outcome: 'held_back' }],
			});
		}
		expect(reportOf(run, project.id)).toMatchObject({ complete: true, counts: { created: 1 } });
		expect(await titlesOf(app)).toEqual(titles);
	},
});
