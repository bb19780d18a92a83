/** The definition of a time zone by its IANA name, from the bundled library's data. */
import { IANAZone } from 'luxon';
import { tzlib_get_ical_block } from '../../vendor/dav';
import { parseContentLine, splitLines } from './contentLine';

export interface TimeZoneDefinition {
	/** As TZID parameters name it; of an old name (Asia/Calcutta) the new one. */
	readonly id: string;
	/** The unfolded lines of its VTIMEZONE (RFC 5545 §3.6.5). */
	readonly lines: readonly string[];
}

/** Null where nobody knows a zone of that name. */
export function timeZoneDefinition(name: string): TimeZoneDefinition | null {
	if (!IANAZone.isValidZone(name)) return null;
	const [text = ''] = [tzlib_get_ical_block(name)].flat();
	const lines = splitLines(text).map((line) => line.text);
	const id = lines.map(parseContentLine).find((line) => line?.name === 'TZID')?.value;
	return id === undefined ? null : { id, lines };
}
