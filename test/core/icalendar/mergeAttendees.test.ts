import { aTask, aTaskWith, merge } from './builders';

const THEIRS = 'ATTENDEE;CN=mailto:a@e:mailto:mailto:a@e';
const QUOTED = 'ATTENDEE;CN="mailto:b@e":mailto:mailto:b@e';
const ORGANIZER = 'ORGANIZER:mailto:boss@e';
/** In a spelling that we would not write. */
const MINE = 'attendee;partstat=ACCEPTED;CN="Jane\r\n\t Doe":MAILTO:jane@e';

describe('the attendees after mergeCalendarObject', () => {
	it('are without those an earlier writer left, the others byte for byte as they were', () => {
		const { ics, changes, kept } = merge(aTaskWith([THEIRS, MINE, 'X-A:1', QUOTED]), aTask());
		expect(ics).toBe(aTaskWith([MINE, 'X-A:1']));
		expect(changes.map(({ property }) => property)).toEqual(['ATTENDEE']);
		expect(kept).toBeUndefined();
	});

	it('lose such a one that is folded', () => {
		const { ics } = merge(aTaskWith([THEIRS.replace('mailto:mailto', 'mailto:m\r\n ailto')]), aTask());
		expect(ics).toBe(aTask());
	});

	it('of people are no reason to write', () => {
		const stored = aTaskWith([MINE]);
		expect(merge(stored, aTask())).toEqual({ ics: stored, changes: [] });
	});

	it('stay as they are beside an organizer, and that is said', () => {
		const stored = aTaskWith([THEIRS, ORGANIZER]);
		expect(merge(stored, aTask())).toEqual({ ics: stored, changes: [], kept: 'has_organizer' });
		const { ics, kept } = merge(stored, aTask({ title: 'New' }));
		expect(ics).toBe(aTaskWith([THEIRS, ORGANIZER], { title: 'New' }));
		expect(kept).toBe('has_organizer');
	});
});
