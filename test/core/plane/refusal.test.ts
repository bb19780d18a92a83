import { readdirSync } from 'fs';
import { join } from 'path';
import type { Failure, FailureKind } from '../../../core/errors';
import type { HttpResponse } from '../../../core/http/types';
import { isUnknownRoute, refusalOf } from '../../../core/plane/refusal';
import { WEB, answer, exchange, exchanges, expectGolden, toAnswer } from './support';

const HOST = 'https://plane.example';

/** The failure of an answer to a request below `/api/v1/`. */
const read = (response: HttpResponse, path = `workspaces/acme/projects/${WEB}/work-items/`, host = HOST) =>
	refusalOf(response, {
		method: 'GET',
		path: path.split('/').filter(Boolean),
		url: `${host}/api/v1/${path}`,
	});

const recordings = readdirSync(join(__dirname, '../../recordings/rest')).map((file) =>
	file.replace('.json', ''),
);

/** What our messages say for every refusal that was recorded. */
function recordedFailures(): Record<string, Failure> {
	const failures: Record<string, Failure> = {};
	for (const name of recordings) {
		for (const { request, response } of exchanges(name)) {
			const path = request.path.replace(/\?.*/, '');
			const failure = refusalOf(toAnswer({ request, response }), {
				method: request.method,
				path: path.split('/').filter(Boolean).slice(2),
				url: `${HOST}${path}`,
			});
			if (failure !== null) failures[name] = failure;
		}
	}
	return failures;
}

const html = (text: string) => `<!doctype html><title>${text}</title>`;
const redirect = (status: number, location: string) => answer(status, '', { location });
const PROJECTS = 'workspaces/acme/projects/';

/** What was not recorded, by what is in the way. */
const OTHERS: ReadonlyArray<readonly [string, FailureKind, Failure | null]> = [
	['a log-in page as success', 'invalid_response', read(answer(200, html('Log in')))],
	[
		'the web app of Plane Cloud',
		'invalid_response',
		read(answer(200, html('Plane')), PROJECTS, 'https://app.plane.so'),
	],
	['an empty success', 'invalid_response', read(answer(200, ''))],
	['cut JSON', 'invalid_response', read(answer(200, '{"results":['))],
	[
		'http to https',
		'invalid_response',
		read(redirect(301, `${HOST}/api/v1/${PROJECTS}`), PROJECTS, 'http://plane.example'),
	],
	[
		'another host',
		'invalid_response',
		read(redirect(308, `https://new.example/plane/api/v1/${PROJECTS}`), PROJECTS),
	],
	['a log-in redirect', 'invalid_response', read(redirect(302, 'https://sso.example/login?token=secret'))],
	['a redirect to nowhere', 'invalid_response', read(answer(302, ''))],
	['a missing proxy page', 'invalid_response', read(answer(404, html('404 Not Found')))],
	["a firewall's 403", 'invalid_response', read(answer(403, html('Blocked')))],
	['a request too large for the proxy', 'invalid_response', read(answer(413, html('Too large')))],
	['Plane still starting', 'server', read(answer(502, html('Bad Gateway')))],
	['a 503 of Plane', 'server', read(answer(503, { error: 'maintenance' }))],
	["a proxy's 429", 'rate_limited', read(answer(429, html('Slow down')))],
	[
		'an archived project',
		'invalid_data',
		read(answer(400, { error: 'Archived project cannot be updated' }), `${PROJECTS}${WEB}/`),
	],
	['several complaints', 'invalid_data', read(answer(400, { name: ['Too long.'], labels: [{ id: 'x' }] }))],
	['too large for Plane', 'capacity', read(answer(413, { detail: 'too large' }))],
	['a 408', 'timeout', read(answer(408, { detail: 'slow' }))],
	['another 401', 'auth', read(answer(401, { detail: 'Token expired' }))],
	['a 410', 'invalid_response', read(answer(410, { error: 'The requested resource does not exist.' }))],
	["a gateway's 404", 'invalid_response', read(answer(404, { message: 'no Route matched' }))],
	[
		'the members closed to a guest',
		'permission',
		read(
			answer(403, { detail: 'You do not have permission to perform this action.' }),
			'workspaces/acme/members/',
		),
	],
];

describe('refusalOf', () => {
	it.each(OTHERS)('reads %s as %s', (_, kind, failure) => {
		expect(failure?.kind).toBe(kind);
	});

	it('has reviewed words for every refusal', () => {
		const others = Object.fromEntries(OTHERS.map(([name, , failure]) => [name, failure]));
		expectGolden('messages.json', { recorded: recordedFailures(), others });
	});

	it('sees a failure in every recorded refusal and in nothing else', () => {
		const refused = recordings.filter((name) =>
			exchanges(name).some(({ response }) => response.status >= 300),
		);
		expect(Object.keys(recordedFailures())).toEqual(refused);
	});

	it('repeats no query of a redirect: it may hold a secret', () => {
		const failure = read(redirect(302, 'https://user:secret@sso.example/login?token=secret'));
		expect(failure?.message).not.toContain('secret');
	});

	it('names the address to enter where http leads to https', () => {
		const failure = read(redirect(301, `${HOST}/api/v1/${PROJECTS}`), PROJECTS, 'http://plane.example');
		expect(failure?.message).toMatch(/credential: https:\/\/plane\.example$/);
	});

	it("keeps Plane's words short and on one line", () => {
		const failure = read(answer(400, { detail: `a\nb\u0007${'x'.repeat(5000)}` }));
		expect(failure?.message).toMatch(/Plane says: a b x+…$/);
		expect(failure?.message.length).toBeLessThan(500);
	});
});

describe('isUnknownRoute', () => {
	it.each([
		["Plane's own words", toAnswer(exchange('64-unknown-route-404')), true],
		['an item that is not there', toAnswer(exchange('39-work-item-404-deleted')), false],
		["a proxy's page", answer(404, html('Page not found.')), false],
		['the same words with another status', answer(200, { error: 'Page not found.' }), false],
	])('reads %s', (_, response, expected) => {
		expect(isUnknownRoute(response)).toBe(expected);
	});
});
