/** The steps of `npm test`, in order: what each runs, and what must be set up or built for it. */
import fs from 'node:fs';
import path from 'node:path';
import { buildAndPack, TARBALL_VARIABLE } from './package';
import { developmentProgram, inCache, repositoryRoot } from './paths';
import { runInForeground } from './run';
import { setUpDebianServers, setUpN8n, setUpPython, whyNoDebianServers } from './setup';
import { ONE_FAILED, ONE_PASSED, tallyOfExitCode, tallyOfJest, type JestReport, type Tally } from './tally';

/** Tests read it to run longer: more random cases, larger workspaces. */
export const FULL_VARIABLE = 'TEST_FULL';

export const STEP_NAMES = [
	'format',
	'lint',
	'types',
	'build',
	'unit',
	'integration',
	'package',
	'e2e',
] as const;
export type StepName = (typeof STEP_NAMES)[number];

type Requirement = 'python' | 'n8n' | 'tarball' | 'debian';

export interface TestStep {
	readonly name: StepName;
	readonly title: string;
	readonly needs: readonly Requirement[];
	readonly run: (context: TestContext) => Promise<Tally>;
}

/** What the steps of one run share. */
export interface TestContext {
	readonly isFull: boolean;
	/** Set by the step that builds. */
	tarball: string | null;
}

const tool = (program: string, args: readonly string[]) => async (): Promise<Tally> =>
	tallyOfExitCode(await runInForeground({ command: developmentProgram(program), args, cwd: repositoryRoot }));

function readReport(file: string): JestReport | null {
	return fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as JestReport) : null;
}

const jestProject =
	(project: StepName, flags: readonly string[] = []) =>
	async (context: TestContext): Promise<Tally> => {
		const report = inCache('results', `${project}.json`);
		fs.mkdirSync(path.dirname(report), { recursive: true });
		fs.rmSync(report, { force: true });
		const exitCode = await runInForeground({
			command: developmentProgram('jest'),
			args: ['--ci', '--selectProjects', project, '--json', '--outputFile', report, ...flags],
			cwd: repositoryRoot,
			env: {
				...process.env,
				[TARBALL_VARIABLE]: context.tarball ?? '',
				[FULL_VARIABLE]: context.isFull ? '1' : '',
			},
		});
		return tallyOfJest(readReport(report), exitCode);
	};

async function build(context: TestContext): Promise<Tally> {
	context.tarball = await buildAndPack();
	console.log(`Packed ${path.relative(repositoryRoot, context.tarball)}`);
	return ONE_PASSED;
}

export const TEST_STEPS: readonly TestStep[] = [
	{ name: 'format', title: 'Format', needs: [], run: tool('prettier', ['--check', '.']) },
	{ name: 'lint', title: 'Lint', needs: [], run: tool('eslint', ['.']) },
	{ name: 'types', title: 'Types', needs: [], run: tool('tsc', ['--noEmit', '-p', 'tsconfig.check.json']) },
	{ name: 'build', title: 'Build and pack', needs: [], run: build },
	{ name: 'unit', title: 'Unit tests', needs: ['python'], run: jestProject('unit') },
	{
		name: 'integration',
		title: 'Integration tests',
		needs: ['python', 'debian'],
		run: jestProject('integration'),
	},
	{ name: 'package', title: 'Package tests', needs: ['tarball'], run: jestProject('package') },
	{
		name: 'e2e',
		title: 'End-to-end tests',
		needs: ['python', 'n8n', 'tarball'],
		run: jestProject('e2e', ['--runInBand']),
	},
];

const needsTarball = ({ needs }: TestStep): boolean => needs.includes('tarball');

/** The chosen steps in their order, and the build when one of them tests what it makes. */
export function chooseSteps(only: ReadonlySet<StepName> | null): readonly TestStep[] {
	if (only === null) return TEST_STEPS;
	const chosen = TEST_STEPS.filter(({ name }) => only.has(name));
	return TEST_STEPS.filter(
		(step) => chosen.includes(step) || (step.name === 'build' && chosen.some(needsTarball)),
	);
}

/** Installs what these steps need; Cyrus and DAViCal only for a full run, and only where they can be run. */
export async function setUpFor(steps: readonly TestStep[], isFull: boolean): Promise<void> {
	const needed = new Set(steps.flatMap(({ needs }) => needs));
	if (needed.has('n8n')) await setUpN8n();
	if (needed.has('python')) await setUpPython();
	if (!isFull || !needed.has('debian')) return;
	const reason = whyNoDebianServers();
	if (reason === null) await setUpDebianServers();
	else console.log(reason);
}

/** Runs one step; whatever goes wrong in it is one failure, so that the next steps still run. */
export async function runStep(step: TestStep, context: TestContext): Promise<Tally> {
	if (needsTarball(step) && context.tarball === null) {
		console.error('Not run: there is no package to test, because it was not built.');
		return ONE_FAILED;
	}
	try {
		return await step.run(context);
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
		return ONE_FAILED;
	}
}
