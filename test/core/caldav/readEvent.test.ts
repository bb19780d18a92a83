/** Texts without an end, which real servers send only when something between us and them cuts them. */
import { readObject } from '../../../core/caldav/readEvent';
import type { HttpResponse } from '../../../core/http/types';
import {
	aContext,
	ALARM,
	anEvent,
	aResponse,
	found,
	methodsOf,
	multistatus,
	recording,
} from '../../support/dav';

const HREF = 'https://dav.example.com/anna/team/x%40y.ics';
const WHOLE = anEvent('x@y', 'Whole', ALARM);
const HALF = WHOLE.slice(0, WHOLE.length / 2);

const get = (body: string): HttpResponse =>
	aResponse({ headers: { 'content-type': 'text/calendar', etag: '"1"' }, body });
const framed = (ics: string): HttpResponse =>
	multistatus(
		found(
			'/anna/team/x@y.ics',
			`<d:getetag>"2"</d:getetag><c:calendar-data><![CDATA[${ics}]]></c:calendar-data>`,
		),
	);

function reading(...answers: readonly HttpResponse[]) {
	const rest = [...answers];
	const { send, requests } = recording(() => Promise.resolve(rest.shift() ?? aResponse({ status: 599 })));
	return { object: readObject(aContext(send, HREF), HREF), requests };
}

describe('readObject', () => {
	it('asks for a whole text once, whatever white space follows it', async () => {
		const { object, requests } = reading(get(`${WHOLE}\r\n`));
		await expect(object).resolves.toEqual({ href: HREF, etag: '"1"', ics: `${WHOLE}\r\n` });
		expect(methodsOf(requests)).toEqual(['GET']);
	});

	it('reads a text that was cut again by REPORT', async () => {
		const { object, requests } = reading(get(HALF), framed(WHOLE));
		const ics = WHOLE.replaceAll('\r\n', '\n');
		await expect(object).resolves.toMatchObject({ href: HREF, etag: '"2"' });
		expect((await object)?.ics.replaceAll('\r\n', '\n')).toBe(ics);
		expect(methodsOf(requests)).toEqual(['GET', 'REPORT']);
		expect(requests[1]?.body).toContain('x%40y.ics');
	});

	it('hands back a damaged text that is stored like that', async () => {
		const { object } = reading(get(HALF), framed(HALF));
		expect((await object)?.ics).not.toContain('END:VCALENDAR');
	});

	it('hands back nothing where that answer is cut too', async () => {
		const { object } = reading(get(HALF), { ...framed(WHOLE), body: framed(WHOLE).body.slice(0, -9) });
		await expect(object).rejects.toMatchObject({ kind: 'invalid_response' });
	});
});
