import { slugOfName, upsertCalendar } from '../../../core/caldav/upsertCalendar';
import { aContext, aResponse } from '../../support/dav';

describe('slugOfName', () => {
	it.each([
		['Team holidays', /^team-holidays-[0-9a-f]{8}$/],
		['Zoë 🚀 R&D / <x>', /^zoe-r-d-x-[0-9a-f]{8}$/],
		['日本', /^calendar-[0-9a-f]{8}$/],
		['x'.repeat(300), /^x{40}-[0-9a-f]{8}$/],
	])('makes of %j a path that every server takes', (name, expected) => {
		expect(slugOfName(name)).toMatch(expected);
		expect(slugOfName(name)).toBe(slugOfName(name.normalize('NFD')));
	});

	it('keeps names apart that differ only in what a path cannot show', () => {
		const slugs = ['Team', 'team', 'Team!', 'Téam'].map(slugOfName);

		expect(new Set(slugs).size).toBe(4);
	});
});

describe('upsertCalendar', () => {
	it.each([
		['no name', { name: ' \n ' }, /"Name" is empty/],
		['a colour by name', { name: 'x', color: 'red' }, /"red" is none/],
		['a path as segment', { name: 'x', address: '../bob' }, /"\.\.\/bob" cannot be used/],
		['a segment that leads up', { name: 'x', address: '..' }, /cannot be used/],
	])('refuses %s before it asks the server', async (_, wish, message) => {
		const send = jest.fn(async () => await Promise.resolve(aResponse()));

		await expect(upsertCalendar(aContext(send, 'https://dav.example.com/'), wish)).rejects.toThrow(message);
		expect(send).not.toHaveBeenCalled();
	});
});
