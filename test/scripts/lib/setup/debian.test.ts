import { whyNoDebianServers } from '../../../../scripts/lib/setup/debian';

const DEBIAN_12 = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_ID="12"\nID=debian\n';

describe('whyNoDebianServers', () => {
	it('has nothing against root on Debian 12', () => {
		expect(whyNoDebianServers(DEBIAN_12, 0)).toBeNull();
	});

	it.each([
		['another release', DEBIAN_12.replace('"12"', '"13"'), 0, /^Cyrus and DAViCal are not run: .*Debian 12/],
		['another system', 'ID=ubuntu\nVERSION_ID="12"\n', 0, /not Debian 12/],
		['a system without that file', '', 0, /not Debian 12/],
		['somebody else than root', DEBIAN_12, 1000, /not root/],
	])('names %s as the reason, on one line', (_name, release, userId, reason) => {
		expect(whyNoDebianServers(release, userId)).toMatch(reason);
		expect(whyNoDebianServers(release, userId)).not.toContain('\n');
	});
});
