/**
 * What CalPlaneBot leaves in the events it wrote beside what we write ourselves, so that it is not taken for
 * people's (its release of 2025-12-30 as recorded in test/recordings/calplanebot).
 */
import type { TextEnd } from '../icalendar/ownership';
import type { Priority } from '../plane/types';

const PRIORITIES: readonly Priority[] = ['urgent', 'high', 'medium', 'low', 'none'];

/** The categories it puts beside the labels. */
export const CATEGORIES_OF_CALPLANEBOT: readonly string[] = [
	...PRIORITIES.map((priority) => `Priority: ${priority}`),
	'Completed',
];

/** The last paragraph of its descriptions is the address that the event also has as its URL. */
export const TEXT_END_OF_CALPLANEBOT: TextEnd = { line: 'URL: ', property: 'URL' };

/** Only its malformed ATTENDEE lines hold this: `ATTENDEE;CN=mailto:{address}:mailto:mailto:{address}`. */
export const ATTENDEE_OF_CALPLANEBOT = 'mailto:mailto:';
