/**
 * Which webhook addresses Plane takes. Names are looked up in a table, never in the DNS: what is not in it
 * counts as public. Knows nothing of deliveries.
 */
import { BlockList, isIP } from 'net';

export interface UrlRules {
	/** Networks that are let through, as `WEBHOOK_ALLOWED_IPS` names them: addresses or CIDRs. */
	readonly allowedIps?: readonly string[];
	/** Names that are let through, as `WEBHOOK_ALLOWED_HOSTS` names them. */
	readonly allowedHosts?: readonly string[];
	/** Plane's own host, refused with its subdomains; `127.0.0.1` by default. */
	readonly ownHost?: string;
	/** Addresses by name; `localhost` is known. */
	readonly addresses?: Readonly<Record<string, readonly string[]>>;
}

const OWN_HOST = '127.0.0.1';
const LOOPBACK_NAMES: Readonly<Record<string, readonly string[]>> = { localhost: ['127.0.0.1', '::1'] };

/** Private, loopback, link-local, shared and reserved networks (IANA special-purpose registries). */
const REFUSED_NETWORKS = [
	'0.0.0.0/8',
	'10.0.0.0/8',
	'100.64.0.0/10',
	'127.0.0.0/8',
	'169.254.0.0/16',
	'172.16.0.0/12',
	'192.0.0.0/24',
	'192.0.2.0/24',
	'192.168.0.0/16',
	'198.18.0.0/15',
	'198.51.100.0/24',
	'203.0.113.0/24',
	'240.0.0.0/4',
	'::/127',
	'100::/64',
	'2001:db8::/32',
	'fc00::/7',
	'fe80::/10',
];

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** @throws {Error} when an entry is neither an address nor a CIDR. */
function networks(entries: readonly string[]): BlockList {
	const list = new BlockList();
	for (const entry of entries) {
		const [address = '', bits] = entry.split('/');
		const family = familyOf(address);
		const widest = family === 'ipv6' ? 128 : 32;
		const prefix = bits === undefined ? widest : Number(bits);
		if (isIP(address) === 0 || !Number.isInteger(prefix) || prefix < 0 || prefix > widest) {
			throw new Error(`"${entry}" is neither an address nor a network such as 10.0.0.0/8.`);
		}
		list.addSubnet(address, prefix, family);
	}
	return list;
}

const refusedNetworks = networks(REFUSED_NETWORKS);

const inside = (list: BlockList, address: string): boolean => list.check(address, familyOf(address));

const isOwn = (host: string, ownHost: string): boolean => host === ownHost || host.endsWith(`.${ownHost}`);

/** The part of an address that needs no list of what is allowed. */
function spellingRefusal(url: URL, host: string): string | null {
	if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'it is neither http nor https';
	if (url.port === '' && (host === 'localhost' || host === '127.0.0.1')) return `${host} needs a port`;
	if (host !== 'localhost' && isIP(host) === 0 && !host.includes('.')) return 'its host has no dot';
	return null;
}

/**
 * Why Plane refuses an address, or null where it takes it. A host without a dot is refused even when it is
 * allowed, and so are `localhost` and `127.0.0.1` without a port (Plane CE 1.3.1).
 *
 * @throws {Error} when the address is no URL or a network in the rules is none.
 */
export function urlRefusal(address: string, rules: UrlRules): string | null {
	const url = new URL(address);
	const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
	const misspelled = spellingRefusal(url, host);
	if (misspelled !== null) return misspelled;
	if (rules.allowedHosts?.some((name) => name.toLowerCase() === host)) return null;
	const known = { ...LOOPBACK_NAMES, ...rules.addresses };
	const addresses = isIP(host) === 0 ? (known[host] ?? []) : [host];
	const allowed = networks(rules.allowedIps ?? []);
	const isAllowed = (one: string): boolean => inside(allowed, one);
	if (addresses.length > 0 && addresses.every(isAllowed)) return null;
	if (isOwn(host, rules.ownHost ?? OWN_HOST)) return "it is Plane's own host";
	const refused = addresses.find((one) => inside(refusedNetworks, one) && !isAllowed(one));
	return refused === undefined ? null : `${refused} is a private or reserved address`;
}
