import { ONE_FAILED, ONE_PASSED } from '../../../scripts/lib/tally';
import {
	chooseSteps,
	runStep,
	TEST_STEPS,
	type StepName,
	type TestStep,
} from '../../../scripts/lib/testSteps';

const choose = (...names: StepName[]) => chooseSteps(new Set(names)).map(({ name }) => name);

describe('chooseSteps', () => {
	it('runs everything in order when nothing is chosen', () => {
		expect(chooseSteps(null)).toBe(TEST_STEPS);
	});

	it('keeps the order of the steps, not of the choice', () => {
		expect(choose('unit', 'types')).toEqual(['types', 'unit']);
	});

	it('builds the package for the steps that test it', () => {
		expect(choose('e2e')).toEqual(['build', 'e2e']);
		expect(choose('integration')).toEqual(['integration']);
	});
});

describe('runStep', () => {
	const aStep = (change: Partial<TestStep>): TestStep => ({
		name: 'unit',
		title: 'Unit',
		needs: [],
		run: () => Promise.resolve(ONE_PASSED),
		...change,
	});
	let errors: jest.SpyInstance;

	beforeEach(() => {
		errors = jest.spyOn(console, 'error').mockImplementation(() => undefined);
	});
	afterEach(() => errors.mockRestore());

	it('counts a step that breaks as one failure and says why', async () => {
		const step = aStep({ run: () => Promise.reject(new Error('gulp is missing')) });
		expect(await runStep(step, { isFull: false, tarball: null })).toEqual(ONE_FAILED);
		expect(errors).toHaveBeenCalledWith('gulp is missing');
	});

	it('counts tests of a package that was not built as a failure', async () => {
		const step = aStep({ needs: ['tarball'] });
		expect(await runStep(step, { isFull: false, tarball: null })).toEqual(ONE_FAILED);
		expect(await runStep(step, { isFull: false, tarball: 'package.tgz' })).toEqual(ONE_PASSED);
	});
});
