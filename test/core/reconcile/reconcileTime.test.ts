/** What a reconcile still sends when its time comes to an end, on a clock of its own. */
import { withRetry } from '../../../core/http/retry';
import { DavError, TransportError } from '../../../core/errors';
import type { HttpRequest, HttpResponse } from '../../../core/http/types';
import { reconcile } from '../../../core/reconcile/reconcile';
import { fakeClock } from '../http/support';
import { aBatch, aWorkItem } from '../../support/builders';
import { aCalendar, aContext, aResponse, methodsOf, multistatus } from '../../support/dav';

const HOME = 'https://dav.example.com/ada/';
const BATCH = aBatch([aWorkItem(1), aWorkItem(2)]);
const SLUG = BATCH.targets[0]?.slug ?? '';
const CALENDAR = aCalendar({ url: `${HOME}${SLUG}/`, slug: SLUG });
const POLICY = { writes: 'everything', allowMissing: 0 } as const;

type Answer = (request: HttpRequest, clock: ReturnType<typeof fakeClock>) => HttpResponse;

const usual: Answer = ({ method }) => (method === 'REPORT' ? multistatus('') : aResponse({ status: 201 }));

/** Never answers: the request lasts as long as it may. */
const silent: Answer = ({ timeoutMs = 0 }, { advance }) => {
	advance(timeoutMs);
	throw new TransportError('it took too long', { kind: 'timeout' });
};

async function run({
	leftMs,
	answer = usual,
	batch = BATCH,
}: {
	leftMs: number;
	answer?: Answer;
	batch?: typeof BATCH;
}) {
	const clock = fakeClock();
	const start = clock.now();
	const requests: HttpRequest[] = [];
	const send = withRetry(
		async (request) => {
			requests.push(request);
			return await Promise.resolve(answer(request, clock));
		},
		{ sleep: clock.sleep, now: clock.now, random: () => 0 },
	);
	const context = { ...aContext(send, HOME), now: clock.now };
	context.cache.discovery = { principalUrl: null, homeUrls: [HOME], calendars: [CALENDAR], readAt: start };
	const { report } = await reconcile(context, batch, { policy: POLICY, stopAt: start + leftMs });
	return { report, requests, waits: clock.waits, lastedMs: clock.now() - start, start };
}

describe('a reconcile whose time comes to an end', () => {
	it('bounds what it reads by the end, and what it writes by half a minute more', async () => {
		const { requests, start } = await run({ leftMs: 5_000 });

		expect(requests.map(({ method, deadline }) => [method, (deadline ?? 0) - start])).toEqual([
			['REPORT', 5_000],
			['PUT', 35_000],
			['PUT', 35_000],
		]);
	});

	it('cuts a listing off, writes nothing and says that the next run goes on', async () => {
		const { report, requests, waits, lastedMs } = await run({ leftMs: 5_000, answer: silent });

		expect(report).toMatchObject({
			complete: false,
			reason: 'time_is_up',
			failure: {
				kind: 'timeout',
				retryable: true,
				message: expect.stringMatching(/time .* was up.*next run/) as string,
			},
			operations: [],
		});
		expect(methodsOf(requests)).toEqual(['REPORT']);
		expect([lastedMs, waits]).toEqual([5_000, []]);
	});

	it('begins no wait that leads beyond the end', async () => {
		const { requests, waits } = await run({ leftMs: 3_000, answer: () => aResponse({ status: 503 }) });

		expect([requests.length, waits]).toEqual([1, []]);
	});

	it('reports another failure as what it is', async () => {
		const refusing: Answer = (_request, { advance }) => {
			advance(5_000);
			throw new DavError('refused', { kind: 'auth', status: 401 });
		};
		const { report } = await run({ leftMs: 5_000, answer: refusing });

		expect(report).toMatchObject({ complete: false, failure: { kind: 'auth' } });
		expect(report.reason).toBeUndefined();
	});

	it('leaves for the next run what is not begun, and waits for a write that is', async () => {
		const slow: Answer = (request, clock) => {
			if (request.method === 'PUT') clock.advance(6_000);
			return usual(request, clock);
		};
		const many = aBatch(Array.from({ length: 6 }, (_, n) => aWorkItem(n)));
		const { report } = await run({ leftMs: 5_000, answer: slow, batch: many });

		expect(report).toMatchObject({ complete: false, counts: { failed: 0 } });
		expect(report.counts.created).toBeGreaterThan(0);
		expect(report.counts.created + report.counts.pending).toBe(6);
		expect(report.operations.filter(({ operation }) => operation === 'pending')).toContainEqual(
			expect.objectContaining({ reason: 'time_is_up' }),
		);
	});

	it('is not begun when it is over: nothing is sent, and that is no failure', async () => {
		const { report, requests } = await run({ leftMs: 0 });

		expect(report).toMatchObject({ complete: false, reason: 'time_is_up', operations: [] });
		expect(report.failure).toBeUndefined();
		expect(requests).toEqual([]);
	});

	it.each([
		['nothing changed', aBatch([], { status: 'changes' }), true],
		['the project is archived', aBatch([], { status: 'archived' }), true],
	])('has nothing to wait for where %s', async (_, batch, complete) => {
		const { report } = await run({ leftMs: 0, batch });

		expect(report.complete).toBe(complete);
		expect(report.reason).toBeUndefined();
	});
});
