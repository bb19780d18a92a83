import { parseStartOptions, parseTestOptions, wantedPorts } from '../../../scripts/lib/options';

describe('parseStartOptions', () => {
	it('takes a port from the arguments, else from the environment, else the usual one', () => {
		const environment = { N8N_PORT: '6000', PLANE_PORT: '6001' };
		const { ports } = parseStartOptions(['--n8n-port', '7000'], environment);
		expect(ports).toMatchObject({ n8n: 7000, plane: 6001, radicale: 5232 });
	});

	it.each([
		[
			'a port that is no number',
			['--n8n-port', 'many'],
			'--n8n-port must be a port from 1 to 65535, not "many".',
		],
		[
			'a port out of range',
			['--plane-port=70000'],
			'--plane-port must be a port from 1 to 65535, not "70000".',
		],
		['an unknown option', ['--fast'], /Unknown option '--fast'\. The options are .*--n8n-port.*--once\./],
	])('refuses %s in one sentence', (_name, args, message) => {
		expect(() => parseStartOptions(args, {})).toThrow(message);
	});

	it('names every port with the option that changes it', () => {
		const [first] = wantedPorts(parseStartOptions(['--n8n-port=7000'], {}));
		expect(first).toEqual({ port: 7000, what: 'n8n', option: '--n8n-port' });
	});
});

describe('parseTestOptions', () => {
	it('reads the steps and whether to run in full', () => {
		expect(parseTestOptions(['--full', '--only', 'unit, e2e'])).toEqual({
			isFull: true,
			only: new Set(['unit', 'e2e']),
		});
		expect(parseTestOptions([])).toEqual({ isFull: false, only: null });
	});

	it('refuses a step it does not know', () => {
		expect(() => parseTestOptions(['--only', 'unit,all'])).toThrow(
			'There is no step "all". The steps are format,',
		);
	});
});
