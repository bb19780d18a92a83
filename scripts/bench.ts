/**
 * `npm run bench`: measures what is promised in figures and prints a table. `-- --only NAME` runs one group,
 * `-- --json FILE` also writes the figures.
 */
import fs from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { chooseGroups, type Group } from '../bench/groups';
import { formatMeasures, type Measure } from '../bench/measure';
import { runCommand } from './lib/command';
import { tarballUnderTest, TARBALL_VARIABLE } from './lib/package';
import { setUp } from './lib/setup';
import { startStack, type Stack } from './lib/stack';

/** Starts what is needed when it is needed, once; each group has the machine to itself. */
async function runGroups(groups: readonly Group[]): Promise<Measure[]> {
	const measures: Measure[] = [];
	let stack: Stack | null = null;
	const withStack = groups.filter(({ needs }) => needs === 'stack').length;
	let stacked = 0;
	for (const group of groups) {
		switch (group.needs) {
			case 'nothing':
				measures.push(...(await group.run()));
				break;
			case 'tarball':
				measures.push(...(await group.run(await tarballUnderTest())));
				break;
			case 'stack':
				stack ??= await startStack();
				measures.push(...(await group.run(stack)));
				stacked += 1;
				if (stacked === withStack) await stack.stop();
		}
	}
	return measures;
}

runCommand(async () => {
	const { values } = parseArgs({ options: { json: { type: 'string' }, only: { type: 'string' } } });
	const groups = chooseGroups(values.only);
	await setUp();
	if (groups.some(({ needs }) => needs !== 'nothing')) {
		process.env[TARBALL_VARIABLE] = await tarballUnderTest();
	}
	const measures = await runGroups(groups);
	console.log(formatMeasures(measures));
	if (values.json !== undefined) await fs.writeFile(values.json, `${JSON.stringify(measures, null, 2)}\n`);
	return 0;
});
