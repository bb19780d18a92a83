import { FLAGS, HELP, readOptions } from '../../../sandbox/plane/commandLine';

/** What a command line without flags stands for. */
const UNSAID = { port: 8900, extraProjects: true, faults: {} };

describe('readOptions', () => {
	it.each([
		['--port 9000', { port: 9000 }],
		['--webhook http://127.0.0.1:5678/x', { webhookUrl: 'http://127.0.0.1:5678/x' }],
		['--api-key plane_api_x', { apiKey: 'plane_api_x' }],
		['--secret plane_wh_x', { webhookSecret: 'plane_wh_x' }],
		['--workspace other', { workspaceSlug: 'other' }],
		['--today 2026-11-22', { today: '2026-11-22' }],
		['--time-zone Europe/Paris', { ownerTimeZone: 'Europe/Paris' }],
		['--projects 3 --items 7', { projects: 3, itemsPerProject: 7 }],
		['--no-extra-projects', { extraProjects: false }],
		['--max-per-page 100', { maxPerPage: 100 }],
		['--rate-limit 30', { rateLimit: 30 }],
		['--rate-limit 0', { rateLimit: null }],
		['--payload-version 2', { payloadVersion: 2 }],
		['--documented-oddities', { documentedOddities: true }],
		['--older-actions', { olderActions: true }],
		['--doubled-deliveries', { doubledDeliveries: true }],
		['--send-deletes', { sendDeletes: true }],
		['--url-rules', { urlRules: {} }],
		['--url-rules --allow-ips 10.0.0.0/8,::1', { urlRules: { allowedIps: ['10.0.0.0/8', '::1'] } }],
		[
			'--url-rules --allow-hosts a.example,b.example',
			{ urlRules: { allowedHosts: ['a.example', 'b.example'] } },
		],
		['--url-rules --own-host plane.acme', { urlRules: { ownHost: 'plane.acme' } }],
		[
			'--url-rules --addresses a.example=10.0.0.4,b.example=::1,a.example=10.0.0.5',
			{ urlRules: { addresses: { 'a.example': ['10.0.0.4', '10.0.0.5'], 'b.example': ['::1'] } } },
		],
		[
			'--faults {"answers":[{"kind":"reset","nth":2}]}',
			{ faults: { deliveries: [], answers: [{ kind: 'reset', nth: 2 }] } },
		],
		['--retry-wait 5', { retryWaitMs: 5 }],
		['--max-attempts 2', { maxAttempts: 2 }],
		['--delivery-timeout 50', { deliveryTimeoutMs: 50 }],
		['--second-bump 0', { secondBumpMs: 0 }],
		['--second-bump never', { secondBumpMs: null }],
		['--seed x', { seed: 'x' }],
	])('reads %s', (line, options) => {
		expect(readOptions(line.split(' '))).toEqual({ ...UNSAID, ...options });
	});

	it.each([
		['--nonsense', /nonsense/],
		['--payload-version 3', /"payloadVersion" must be one of 1, 2/],
		['--allow-ips 10.0.0.0/8', /belong to --url-rules/],
		['--faults {', /--faults needs JSON/],
		['--faults {"answers":[{"kind":"boom"}]}', /no fault of answers "boom"/],
		['--today tomorrow', /--today needs a day such as 2027-01-15, not "tomorrow"/],
		['--second-bump soon', /--second-bump needs a whole number, not "soon"/],
		['--delivery-timeout x', /--delivery-timeout needs a whole number/],
		['--url-rules --addresses a.example', /--addresses needs pairs such as .*, not "a.example"/],
		['--url-rules --addresses a.example=b.example', /--addresses needs pairs/],
		['--addresses a.example=10.0.0.4', /belong to --url-rules/],
		['--max-per-page 0', /"maxPerPage" must be a whole number from 1/],
	])('refuses %s', (line, message) => {
		expect(() => readOptions(line.split(' '))).toThrow(message);
	});

	it('is helped by a text that names every flag', () => {
		expect(readOptions(['--help'])).toBe('help');
		const named = Object.keys(FLAGS).filter((flag) => new RegExp(`--${flag}\\b`).test(HELP));
		expect(named).toEqual(Object.keys(FLAGS));
	});
});
