import { htmlStoredByApi, stripTags } from '../../../sandbox/plane/html';
import { deliveryNames, recordedDelivery } from './recordings';

const issues = deliveryNames()
	.map((name) => [name, JSON.parse(recordedDelivery(name).request.bodyText)] as const)
	.filter(([, body]) => body.event === 'issue');

describe('stripTags', () => {
	it.each(issues)('gives the description_stripped recorded in %s', (_, { data }) => {
		expect(stripTags(data.description_html)).toBe(data.description_stripped);
	});
});

describe('htmlStoredByApi', () => {
	it.each([
		['one root', '<p>a<br>b</p>', '<p>a<br>b</p>'],
		['several roots', '<h2>a</h2><p>b</p>', '<div><h2>a</h2><p>b</p></div>'],
		['a root beside loose text', 'a <b>b</b>', '<div>a <b>b</b></div>'],
		['bare text', 'a', '<p>a</p>'],
		['an empty text', '', ''],
	])('keeps or wraps %s', (_, html, stored) => {
		expect(htmlStoredByApi(html)).toBe(stored);
	});
});
