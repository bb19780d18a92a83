/**
 * Ends process groups whose starter is gone. It reads `+pid` and `-pid` lines from its input; when that input
 * ends, however the starter died, every group still listed is asked to end, and made to after a grace period.
 */
import { createInterface } from 'readline';

const GRACE_MS = Number(process.argv[2] ?? '5000');
const POLL_MS = 100;
const groups = new Set();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});

/** Whether the group still had a process to send this to. */
function signalGroup(pid, signal) {
	try {
		process.kill(-pid, signal);
		return true;
	} catch {
		return false;
	}
}

async function endGroups() {
	for (const pid of groups) signalGroup(pid, 'SIGTERM');
	const deadline = Date.now() + GRACE_MS;
	while ([...groups].some((pid) => signalGroup(pid, 0)) && Date.now() < deadline) {
		await new Promise((resolve) => setTimeout(resolve, POLL_MS));
	}
	for (const pid of groups) signalGroup(pid, 'SIGKILL');
}

createInterface({ input: process.stdin })
	.on('line', (line) => {
		const pid = Number(line.slice(1));
		if (line.startsWith('+')) groups.add(pid);
		else groups.delete(pid);
	})
	.on('close', () => void endGroups());
