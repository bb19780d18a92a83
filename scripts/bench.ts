/** `npm run bench`: measures what is promised in figures and prints a table; `-- --json FILE` also writes them. */
import fs from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { measureChangeToEvent } from '../bench/changeToEvent';
import { formatMeasures, type Measure } from '../bench/measure';
import { measurePackageSize } from '../bench/packageSize';
import { measureSecondStart } from '../bench/secondStart';
import { measureUnchangedReconcile } from '../bench/unchangedReconcile';
import { runCommand } from './lib/command';
import { tarballUnderTest, TARBALL_VARIABLE } from './lib/package';
import { setUp } from './lib/setup';
import { startStack } from './lib/stack';

runCommand(async () => {
	const { values } = parseArgs({ options: { json: { type: 'string' } } });
	await setUp();
	const tarball = await tarballUnderTest();
	process.env[TARBALL_VARIABLE] = tarball;
	const stack = await startStack();
	const measures: Measure[] = [
		...(await measureChangeToEvent(stack)),
		...(await measureUnchangedReconcile(stack)),
		...(await measurePackageSize(tarball)),
	];
	await stack.stop();
	measures.push(...(await measureSecondStart()));
	console.log(formatMeasures(measures));
	if (values.json !== undefined) await fs.writeFile(values.json, `${JSON.stringify(measures, null, 2)}\n`);
	return 0;
});
