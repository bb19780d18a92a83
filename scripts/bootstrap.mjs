/**
 * The first thing `npm start` and `npm test` run, so it needs nothing but Node: checks the version, installs
 * the development packages when they are missing or out of date, and hands over to `scripts/<command>.ts`.
 * It knows no command but by the name of its file.
 */
import { spawn } from 'child_process';
import { createHash } from 'crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import { constants } from 'os';
import { dirname, join } from 'path';
import { fileURLToPath } from 'url';

const OLDEST_NODE = [20, 19];
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const FIRST_SIGNAL_EXIT_CODE = 128;
const PARENT_POLL_MS = 1000;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, '.cache', 'packages.stamp');

function refuse(sentence) {
	console.error(sentence);
	process.exit(1);
}

function checkMachine() {
	const [major, minor] = process.versions.node.split('.').map(Number);
	const isOld = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
	if (isOld) {
		refuse(`This is Node ${process.versions.node}; please install Node ${OLDEST_NODE.join('.')} or newer.`);
	}
	if (process.platform === 'win32') {
		refuse('These commands need Linux or macOS; on Windows please run them inside WSL.');
	}
}

/** npm starts us through a shell that does not pass on the signal it dies of: notices that the shell is gone. */
function watchParent(onGone) {
	const parent = process.ppid;
	return setInterval(() => {
		if (process.env.npm_lifecycle_event !== undefined && process.ppid !== parent) onGone();
	}, PARENT_POLL_MS);
}

/** Runs a program to its end; signals sent to us go to it, and its exit code comes back. */
function run(program, args) {
	return new Promise((resolve) => {
		const child = spawn(program, args, { cwd: root, stdio: 'inherit' });
		const forward = (signal) => child.kill(signal);
		for (const signal of SIGNALS) process.on(signal, forward);
		const watch = watchParent(() => forward('SIGTERM'));
		child.on('error', (error) => {
			refuse(
				error.code === 'ENOENT'
					? `The program "${program}" was not found: please install it and run the command again.`
					: `The program "${program}" could not be started: ${error.message}`,
			);
		});
		child.on('exit', (code, signal) => {
			for (const name of SIGNALS) process.off(name, forward);
			clearInterval(watch);
			resolve(code === null ? FIRST_SIGNAL_EXIT_CODE + constants.signals[signal] : code);
		});
	});
}

/** What the installed packages were asked for: changes when a person edits package.json or its lock. */
function wantedPackages() {
	const hash = createHash('sha256');
	for (const file of ['package.json', 'package-lock.json']) {
		const path = join(root, file);
		hash.update(existsSync(path) ? readFileSync(path) : '');
	}
	return hash.digest('hex');
}

async function installPackages() {
	const isInstalled = existsSync(join(root, 'node_modules', '.package-lock.json'));
	const stamp = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : '';
	if (isInstalled && stamp === wantedPackages()) return;

	console.log('Installing the development packages (about a minute the first time) …');
	const startedAt = Date.now();
	const code = await run('npm', [
		'install',
		'--include=dev',
		'--no-save',
		'--no-fund',
		'--no-audit',
		'--loglevel=error',
	]);
	if (code >= FIRST_SIGNAL_EXIT_CODE) process.exit(code);
	if (code !== 0) {
		refuse(
			'npm could not install the development packages (its reason is above): check the network and try again.',
		);
	}
	console.log(`Installed the development packages in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
	mkdirSync(dirname(stampFile), { recursive: true });
	writeFileSync(stampFile, wantedPackages());
}

async function main() {
	checkMachine();
	const [command = '', ...args] = process.argv.slice(2);
	const script = join(root, 'scripts', `${command}.ts`);
	if (!/^[a-z-]+$/.test(command) || !existsSync(script)) {
		refuse(`There is no command "${command}": try npm start or npm test.`);
	}
	await installPackages();
	process.exitCode = await run(process.execPath, ['--import', 'tsx', script, ...args]);
}

void main();
