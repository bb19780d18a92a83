/** Rows of docs/missing.md about single work items: the whole chain in n8n's engine, on a real Radicale. */
import { control, idOf, outcome, testRows, theWorld, titlesOf, withItems } from '../support/missingRows';

testRows('Work items', {
	'Nothing is missing': async () => {
		control().resetRequests();
		const run = await theWorld().run();

		expect(run.questions).toEqual([]);
		expect(Object.keys(control().requests().byRoute).join()).not.toMatch(/work-items\/[0-9a-f-]{36}/);
	},

	'It was deleted': async () => {
		const { id, ids, without } = await withItems(1);
		control().bulkDelete(ids);
		const run = await theWorld().run();

		expect(outcome(run)).toEqual([['gone'], ['deleted gone']]);
		expect(run.results[0]?.before_ics).toContain('Extra 0');
		expect(await titlesOf(id)).toEqual(without);
	},

	'It was archived': async () => {
		const { id, ids, without } = await withItems(1);
		control().archiveItem(ids[0] ?? '');
		const run = await theWorld().run();

		expect(outcome(run)).toEqual([['gone'], ['deleted gone']]);
		expect(await titlesOf(id)).toEqual(without);
	},

	'Its date was removed': async () => {
		const { id, ids, without } = await withItems(1);
		control().updateItem(ids[0] ?? '', { target_date: null });
		const run = await theWorld().run();

		expect(outcome(run)).toEqual([['present'], ['deleted no_target_date']]);
		expect(await titlesOf(id)).toEqual(without);
	},

	'Its date was removed, and set again after the snapshot': async () => {
		const { id, ids, titles } = await withItems(1);
		const itemId = ids[0] ?? '';
		control().updateItem(itemId, { target_date: null });
		const meanwhile = () => void control().updateItem(itemId, { target_date: '2027-04-01' });
		const run = await theWorld().run({ meanwhile });

		expect(outcome(run)).toEqual([['present'], ['updated']]);
		expect(await titlesOf(id)).toEqual(titles);
	},

	'It is in another project now': async () => {
		const { id, ids, titles } = await withItems(1);
		const app = idOf('APP');
		const before = await titlesOf(app);
		const event = await theWorld().view.find(`plane-issue-${ids[0]}@calplanebot`);
		const calendar = (await theWorld().view.look()).find(({ calendar: { slug } }) => slug === `plane-${app}`);
		await theWorld().view.context.send({
			method: 'PUT',
			url: `${calendar?.calendar.url}${encodeURIComponent(event?.uid ?? '')}.ics`,
			headers: { 'content-type': 'text/calendar; charset=utf-8' },
			body: (event?.ics ?? '').replace(/(X-PLANE-PROJECT:).*/, `$1${app}`),
		});
		const run = await theWorld().run();

		expect(outcome(run)).toEqual([['gone'], ['deleted gone']]);
		expect(run.results[0]?.href).toContain(app);
		expect(await titlesOf(app)).toEqual(before);
		expect(await titlesOf(id)).toEqual(titles);
	},
});
