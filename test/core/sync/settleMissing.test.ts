/** What is not answered for certain is held: nothing is sent to the calendar. */
import { InputError } from '../../../core/errors';
import { transformWorkItem } from '../../../core/event/transform';
import type { HttpRequest } from '../../../core/http/types';
import type { Missing } from '../../../core/plane/types';
import { settleMissing } from '../../../core/sync/settleMissing';
import { CHECKOUT, DELETED, WEB, answer, exchange, planeOf, recorded, toAnswer } from '../plane/support';
import { aContext } from '../../support/dav';

const CALENDAR = { url: 'https://dav.example.com/ada/web/', name: 'Plane: Web application' };

const missing = (id: string): Missing => ({
	uid: `plane-issue-${id}@calplanebot`,
	work_item_id: id,
	project: { id: WEB, name: 'Web application' },
	found_in: { calendar: CALENDAR, href: `${CALENDAR.url}${id}.ics`, etag: '"1"', revision: null },
});

const detail = (id: string) => `projects/${WEB}/work-items/${id}`;

const PLANE = {
	...recorded('27-work-item-detail-expanded'),
	...recorded('07-project-detail'),
	[detail(DELETED)]: toAnswer(exchange('39-work-item-404-deleted')),
};

async function settle(answers: typeof PLANE, ids: readonly string[], changes: object = {}) {
	const sent: HttpRequest[] = [];
	const calDav = aContext(async (request) => {
		sent.push(request);
		return await Promise.resolve({ status: 404, headers: {}, body: '', attempts: 1 });
	}, CALENDAR.url);
	const { context } = planeOf(answers);
	const { held, results } = await settleMissing(
		{
			plane: context,
			calDav: { ...calDav, now: context.now },
			stopAt: context.now() + 60_000,
			toEvents: (workItem) => [transformWorkItem(workItem)],
			...changes,
		},
		ids.map(missing),
	);
	return {
		held,
		operations: results.map(({ operation }) => operation),
		sent: sent.map(({ method }) => method),
	};
}

describe('settleMissing', () => {
	it('removes what Plane says is gone', async () => {
		expect(await settle(PLANE, [DELETED])).toEqual({ held: 0, operations: ['not_found'], sent: ['GET'] });
	});

	it('holds what cannot be read, and settles the rest', async () => {
		const failing = { ...PLANE, [detail(CHECKOUT)]: answer(500, 'no') };
		expect(await settle(failing, [CHECKOUT, DELETED])).toEqual({
			held: 1,
			operations: ['not_found'],
			sent: ['GET'],
		});
	});

	it('holds what no event can be made of', async () => {
		const toEvents = () => {
			throw new InputError('a date that is none');
		};
		expect(await settle(PLANE, [CHECKOUT], { toEvents })).toEqual({ held: 1, operations: [], sent: [] });
	});

	it('holds what there is no time for', async () => {
		expect(await settle(PLANE, [DELETED], { stopAt: 0 })).toEqual({ held: 1, operations: [], sent: [] });
	});
});
