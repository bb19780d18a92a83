/** Rows of docs/missing.md about Plane's answers and about many at once: the whole chain, on a real Radicale. */
import {
	control,
	expectHeld,
	expectNothingAsked,
	outcome,
	reportOf,
	testRows,
	theWorld,
	titlesOf,
	withDeleted,
	withItems,
} from '../support/missingRows';

const DOWN = { kind: 'server_error', status: 501 } as const;
const REVOKED = 'plane_api_revoked';

testRows("Plane's answers", {
	'The API key was revoked': async () => {
		await expectNothingAsked(() => theWorld().useKey(REVOKED), /API key/);
	},

	'The API key was revoked after the snapshot': async () => {
		await expectHeld(() => theWorld().useKey(REVOKED), { kind: 'auth' });
	},

	'Plane is down': async () => {
		await expectNothingAsked(() => control().faults.onAnswers(DOWN), /501/);
	},

	'Plane went down after the snapshot': async () => {
		await expectHeld(() => control().faults.onAnswers(DOWN), { kind: 'server', status: 501 });
	},

	'A log-in page came in place of the answer': async () => {
		await expectHeld(() => control().faults.onAnswers({ kind: 'login_page' }), { kind: 'invalid_response' });
	},

	'Half a page was read': async () => {
		const { id, titles } = await withDeleted();
		control().faults.onAnswers({ kind: 'cut_body', whole: true, path: `${id}/work-items/` });
		const run = await theWorld().run();

		expect(run.snapshots.find(({ project }) => project.id === id)?.status).toBe('unavailable');
		expect(run.questions).toEqual([]);
		expect(reportOf(run, id)).toMatchObject({ complete: false, counts: { missing: 0, deleted: 0 } });
		expect(await titlesOf(id)).toEqual(titles);
	},

	'A later page was not read': async () => {
		control().setSwitches({ maxPerPage: 100 });
		const { id, ids, titles } = await withItems(110);
		control().deleteItem(ids[0] ?? '');
		control().faults.onAnswers({ ...DOWN, path: `${id}/work-items/`, nth: 2 });
		const run = await theWorld().run();

		expect(run.snapshots.find(({ project }) => project.id === id)?.status).toBe('incomplete');
		expect(run.questions).toEqual([]);
		expect(reportOf(run, id)).toMatchObject({ complete: false, counts: { missing: 0, deleted: 0 } });
		expect(await titlesOf(id)).toEqual(titles);
	},

	'A backup of Plane was restored': async () => {
		const { id, ids, without } = await withItems(1);
		control().updateItem('WEB-1', { name: 'Newer name' });
		await theWorld().run();
		const newer = await titlesOf(id);
		await theWorld().restoreBackup();
		const run = await theWorld().run();

		expect(newer).toContain('[1] Newer name');
		expect(run.questions.map(({ work_item_id: itemId }) => itemId)).toEqual(ids);
		expect(outcome(run)).toEqual([['gone'], ['deleted gone']]);
		expect(reportOf(run, id)?.counts).toMatchObject({ updated: 1, skipped: 0 });
		expect(await titlesOf(id)).toEqual(without);
	},
});

testRows('Many at once', {
	'A mass is missing': async () => {
		const { id, ids, titles } = await withItems(40);
		control().bulkDelete(ids);
		const run = await theWorld().run();

		expect(run.questions).toEqual([]);
		expect(reportOf(run, id)).toMatchObject({
			complete: false,
			refused: { missing: 40, of: titles.length, message: expect.stringContaining('enter 40') },
		});
		expect(await titlesOf(id)).toEqual(titles);
	},

	'500 are missing, and that many are allowed': async () => {
		const { id, ids, without } = await withItems(500);
		control().bulkDelete(ids);
		control().resetRequests();
		const run = await theWorld().run({ reconcile: { allowMissing: 500 } });
		const counts = Object.entries(control().requests().byRoute);
		const questions = counts.filter(([route]) => /work-items\/[0-9a-f-]{36}\/$/.test(route));
		const looks = counts.filter(([route]) => route.endsWith(`/projects/${id}/`));

		expect(outcome(run)[1]).toEqual(ids.map(() => 'deleted gone'));
		expect(questions.map(([, count]) => count)).toEqual(ids.map(() => 1));
		expect(looks.map(([, count]) => count)).toEqual([1]);
		expect(await titlesOf(id)).toEqual(without);
	},

	"Plane's rate is used up": async () => {
		const { id, ids, titles, without } = await withItems(70);
		control().bulkDelete(ids);
		control().setSwitches({ rateLimit: 60 });
		control().resetRequests();
		const first = await atMinute(1);
		const [statuses, operations] = outcome(first);
		const deferred = statuses.filter((status) => status === 'deferred');
		const between = await titlesOf(id);
		const second = await atMinute(3);

		expect(deferred.length).toBeGreaterThan(0);
		expect(operations.filter((text) => text === 'skipped deferred')).toHaveLength(deferred.length);
		expect(between).toHaveLength(titles.length - (70 - deferred.length));
		expect(outcome(second)[1]).toEqual(deferred.map(() => 'deleted gone'));
		expect(await titlesOf(id)).toEqual(without);
		expect(control().requests().byStatus).not.toHaveProperty('429');
	},
});

const realNow = Date.now.bind(Date);

/** A run so many minutes from now, by everybody's clock. */
async function atMinute(minutes: number) {
	jest.spyOn(Date, 'now').mockImplementation(() => realNow() + minutes * 60_000);
	return await theWorld().run({ reconcile: { allowMissing: 70 }, requestsPerMinute: 60 });
}
