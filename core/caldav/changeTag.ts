/**
 * One short value that moves whenever anything in a calendar does. It is a hint about when to look again, never
 * about what is there.
 */
import { createHash } from 'crypto';

const DIGEST_CHARACTERS = 22;

/** SOGo 5.8.0's ctag and sync-token are the clock in seconds: a second change in the same second moves neither. */
const UNIX_SECONDS = /^"?(\d{10})"?$/;

/** How old such a time has to be, in seconds, until nothing can happen in it any more. */
const SETTLED_SECONDS = 2;

export interface ChangeTagSource {
	readonly ctag: string | null;
	/** RFC 6578 §4. */
	readonly syncToken: string | null;
	/** The server's own clock: the `Date` header of the answer they are from. */
	readonly date: string | undefined;
}

/**
 * A digest of both versions, because some servers move only one of them: DAViCal 1.1.12 moves the token alone on
 * an identical write. Null where the server has neither, or where one may hide a change.
 */
export function changeTagOf({ ctag, syncToken, date }: ChangeTagSource): string | null {
	const versions = [ctag, syncToken].filter((version) => version !== null);
	if (versions.length === 0 || versions.some((version) => isUnsettled(version, date))) return null;
	const digest = createHash('sha256')
		.update(JSON.stringify([ctag, syncToken]), 'utf8')
		.digest('base64url');
	return digest.slice(0, DIGEST_CHARACTERS);
}

function isUnsettled(version: string, date: string | undefined): boolean {
	const [, seconds] = UNIX_SECONDS.exec(version) ?? [];
	if (seconds === undefined) return false;
	const now = Date.parse(date ?? '') / 1000;
	// Without a clock to compare with it is unknown, so it counts as unsettled.
	return !(Number(seconds) + SETTLED_SECONDS <= now);
}
