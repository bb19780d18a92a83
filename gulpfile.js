/**
 * Builds dist/: TypeScript compiles our own sources file by file, so that what is published can be read; then
 * the compiled vendor/dav.js is overwritten by a bundle of the libraries, so that nothing is needed at run time.
 */
const { execFile } = require('node:child_process');
const fs = require('node:fs/promises');
const path = require('node:path');
const { promisify } = require('node:util');
const esbuild = require('esbuild');
const { dest, parallel, series, src } = require('gulp');

const run = promisify(execFile);

async function clean() {
	await fs.rm('dist', { recursive: true, force: true });
}

async function compile() {
	const compiler = path.join('node_modules', 'typescript', 'bin', 'tsc');
	try {
		await run(process.execPath, [compiler, '-p', 'tsconfig.json']);
	} catch (error) {
		throw new Error(`TypeScript refused the sources:\n${error.stdout ?? error}`, { cause: error });
	}
}

/** n8n's package check forbids process, timers and globalThis: the two modules that ask for them are stubs. */
async function bundleVendor() {
	await esbuild.build({
		entryPoints: ['vendor/dav.ts'],
		outfile: 'dist/vendor/dav.js',
		allowOverwrite: true,
		bundle: true,
		platform: 'node',
		format: 'cjs',
		target: 'node20',
		external: ['luxon', 'n8n-workflow'],
		alias: { debug: './vendor/stubs/debug.js', stream: './vendor/stubs/stream.js' },
		define: { globalThis: 'undefined' },
		drop: ['console'],
		legalComments: 'eof',
		logLevel: 'warning',
	});
}

const copyAssets = () =>
	src(['nodes/**/*.{svg,json}', 'credentials/**/*.svg'], { base: '.' }).pipe(dest('dist'));

exports.build = series(clean, compile, parallel(bundleVendor, copyAssets));
exports.default = exports.build;
