/** A calendar object under another UID, as a copy in another calendar has it. */
import { readCalendarObject } from './component';
import { foldLine, formatContentLine } from './contentLine';

/**
 * The object with the UID of all its events, overrides included, changed; every other line byte for byte. An
 * object whose events have different UIDs (no server keeps such) is given back as it is.
 */
export function changeUid(ics: string, uid: string): string {
	const { events, lineBreak, lines } = readCalendarObject(ics);
	if (new Set(events.map((event) => event.uid)).size !== 1) return ics;
	const texts = lines.map(({ raw }) => raw);
	for (const property of events.flatMap(({ properties }) => properties)) {
		if (property.name !== 'UID') continue;
		texts[property.line] = foldLine(formatContentLine({ ...property, value: uid }), lineBreak);
	}
	return texts.join('');
}
