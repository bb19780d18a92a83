/**
 * `npm test`: every check and test of the project, one after the other. A failing step hides no later one; the
 * last line is the sum.
 */
import { runCommand } from './lib/command';
import { parseTestOptions } from './lib/options';
import { isStoppingEverything } from './lib/processes';
import { formatDuration } from './lib/steps';
import { formatTally, ONE_FAILED, sumTallies, type Tally } from './lib/tally';
import { chooseSteps, runStep, setUpFor, type TestContext, type TestStep } from './lib/testSteps';

async function setUp(steps: readonly TestStep[], isFull: boolean): Promise<readonly Tally[]> {
	try {
		await setUpFor(steps, isFull);
		return [];
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
		return [ONE_FAILED];
	}
}

async function runSteps(steps: readonly TestStep[], context: TestContext): Promise<readonly Tally[]> {
	const tallies: Tally[] = [];
	for (const [index, step] of steps.entries()) {
		const title = `${index + 1}/${steps.length} ${step.title}`;
		const startedAt = Date.now();
		console.log(`\n=== ${title}`);
		const tally = await runStep(step, context);
		if (isStoppingEverything()) break;
		console.log(`--- ${title}: ${formatTally(tally)} in ${formatDuration(Date.now() - startedAt)}`);
		tallies.push(tally);
	}
	return tallies;
}

runCommand(async () => {
	const { isFull, only } = parseTestOptions(process.argv.slice(2));
	const steps = chooseSteps(only);
	const setUpTallies = await setUp(steps, isFull);
	const total = sumTallies([...setUpTallies, ...(await runSteps(steps, { isFull, tarball: null }))]);
	if (isStoppingEverything()) return 1;
	console.log(`\n${formatTally(total)}`);
	return total.failed === 0 ? 0 : 1;
});
