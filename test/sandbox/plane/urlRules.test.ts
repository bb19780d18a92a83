import { urlRefusal } from '../../../sandbox/plane/urlRules';
import type { UrlRules } from '../../../sandbox/plane/urlRules';
import { startReceiver } from './receiver';
import { startForTest } from './standInForTests';

const OPEN: UrlRules = {
	allowedIps: ['127.0.0.0/8', '::1', '10.0.0.0/8'],
	allowedHosts: ['n8n', 'localhost'],
};

describe('urlRefusal', () => {
	it.each<[string, string, UrlRules, RegExp | null]>([
		['a public name', 'https://n8n.example.com/webhook/x', {}, null],
		['a public address', 'http://8.8.8.8/hook', {}, null],
		['another scheme', 'ftp://n8n.example.com/', {}, /neither http nor https/],
		['a host without a dot', 'http://n8n:5678/hook', {}, /no dot/],
		['a host without a dot, although allowed', 'http://n8n:5678/hook', OPEN, /no dot/],
		['a private address', 'http://10.1.2.3/hook', {}, /10\.1\.2\.3 is a private/],
		['a private address, allowed', 'http://10.1.2.3/hook', OPEN, null],
		['a private address, another one allowed', 'http://192.168.0.9/hook', OPEN, /192\.168\.0\.9/],
		['link-local', 'http://169.254.169.254/', {}, /169\.254/],
		['carrier-grade NAT', 'http://100.64.0.1/', {}, /100\.64/],
		['private IPv6', 'http://[fd00::1]/', {}, /fd00::1/],
		['IPv4 in IPv6', 'http://[::ffff:10.0.0.1]/', {}, /private/],
		['localhost with a port, allowed', 'http://localhost:5678/hook', OPEN, null],
		['localhost with a port', 'http://localhost:5678/hook', {}, /127\.0\.0\.1/],
		['localhost without a port, although allowed', 'http://localhost/hook', OPEN, /needs a port/],
		['127.0.0.1 with a port, allowed', 'http://127.0.0.1:5678/hook', OPEN, null],
		['127.0.0.1 without a port, although allowed', 'http://127.0.0.1/hook', OPEN, /needs a port/],
		["Plane's own host", 'https://plane.acme.com/', { ownHost: 'plane.acme.com' }, /own host/],
		['a subdomain of it', 'https://n8n.acme.com/', { ownHost: 'acme.com' }, /own host/],
		['a name that only ends like it', 'https://n8n-acme.com/', { ownHost: 'acme.com' }, null],
		[
			'a subdomain of it, allowed',
			'https://n8n.acme.com/',
			{ ownHost: 'acme.com', allowedHosts: ['N8N.acme.com'] },
			null,
		],
		[
			'a name that stands for a private address',
			'https://n8n.acme.com/',
			{ addresses: { 'n8n.acme.com': ['8.8.8.8', '10.0.0.4'] } },
			/10\.0\.0\.4/,
		],
	])('judges %s', (_, url, rules, refusal) => {
		const reason = urlRefusal(url, rules);
		if (refusal === null) expect(reason).toBeNull();
		else expect(reason).toMatch(refusal);
	});

	it('refuses a network that is none', () => {
		expect(() => urlRefusal('https://a.example/', { allowedIps: ['10.0.0.0/99'] })).toThrow(
			/10\.0\.0\.0\/99/,
		);
	});
});

describe('the switch urlRules', () => {
	it('refuses an address when it is registered', async () => {
		const plane = await startForTest({ urlRules: {} });
		const register = () => plane.control.setWebhook('http://127.0.0.1:5678/hook');
		expect(register).toThrow(/Plane refuses the webhook address .*127\.0\.0\.1/);
		await plane.close();
	});

	it('drops deliveries in silence to an address that is refused when they are sent', async () => {
		const receiver = await startReceiver();
		const plane = await startForTest({ webhookUrl: receiver.url });
		plane.control.setSwitches({ urlRules: {} });
		plane.control.updateItem('WEB-3', { name: 'x' });
		await plane.control.drain();
		await plane.close();
		await receiver.close();
		expect(receiver.received).toEqual([]);
		expect(plane.control.deliveries()).toEqual([]);
	});
});
