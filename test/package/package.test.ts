/** What is published, looked at as n8n and its package check do: the packed tarball, unpacked. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inRepository, repositoryRoot } from '../../scripts/lib/paths';
import { neutralEnvironment } from '../../scripts/lib/environment';
import { tarballUnderTest } from '../../scripts/lib/package';

/** What n8n resolves for a package at run time, and Node's own. */
const RESOLVED_BY_N8N = ['n8n-workflow', 'luxon'];
const FROM_NODE = ['crypto'];

const MAXIMUM_BYTES = 1.5 * 1024 * 1024;

let folder: string;
let files: string[];

const read = (file: string) => fs.readFileSync(path.join(folder, file), 'utf8');

interface Manifest {
	readonly dependencies?: object;
	readonly scripts: Readonly<Record<string, string>>;
	readonly n8n: { readonly nodes: readonly string[]; readonly credentials: readonly string[] };
}

const manifest = () => JSON.parse(read('package.json')) as Manifest;

beforeAll(async () => {
	const tarball = await tarballUnderTest();
	folder = fs.mkdtempSync(path.join(os.tmpdir(), 'package-'));
	execFileSync('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
	files = fs
		.readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}, 180_000);

afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

describe('the packed tarball', () => {
	it('holds nothing but dist, workflows and the documents', () => {
		const others = files.filter((file) => !/^(dist|workflows)\//.test(file));

		expect(others.sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']);
	});

	it('is below 1.5 MB unpacked', () => {
		const bytes = files.reduce((sum, file) => sum + fs.statSync(path.join(folder, file)).size, 0);

		expect(bytes).toBeLessThan(MAXIMUM_BYTES);
	});

	it('has no run-time dependencies and no scripts that run on install', () => {
		const { dependencies, scripts } = manifest();

		expect(dependencies).toBeUndefined();
		expect(Object.keys(scripts)).not.toEqual(
			expect.arrayContaining([expect.stringMatching(/install|prepare/)]),
		);
	});

	it('requires only what n8n resolves for it', () => {
		const required = files
			.filter((file) => file.endsWith('.js'))
			.flatMap((file) =>
				[...read(file).matchAll(/\brequire\(["']([^"']+)["']\)/g)].map(([, name]) => name ?? ''),
			)
			.filter((name) => !name.startsWith('.'));

		expect([...new Set(required)].sort()).toEqual([...FROM_NODE, ...RESOLVED_BY_N8N].sort());
	});

	it.each(['nodes', 'credentials'] as const)('holds and loads every file its n8n.%s names', (kind) => {
		fs.mkdirSync(path.join(folder, 'node_modules'), { recursive: true });
		for (const name of RESOLVED_BY_N8N) {
			const link = path.join(folder, 'node_modules', name);
			if (!fs.existsSync(link)) fs.symlinkSync(inRepository('node_modules', name), link);
		}
		for (const file of manifest().n8n[kind]) {
			const name = path.basename(file).split('.')[0] ?? '';
			const script = `const made = new (require(${JSON.stringify(path.join(folder, file))}).${name})(); process.stdout.write(made.description?.name ?? made.name)`;

			expect(execFileSync(process.execPath, ['-e', script]).toString().toLowerCase()).toBe(
				name.toLowerCase(),
			);
		}
	});

	it('holds the icons that nodes and credentials name', () => {
		const icons = files
			.filter((file) => /\.(node|credentials)\.js$/.test(file))
			.flatMap((file) =>
				[...read(file).matchAll(/file:([\w.]+\.svg)/g)].map(([, icon]) =>
					path.join(path.dirname(file), icon ?? ''),
				),
			);

		expect(icons.length).toBeGreaterThan(0);
		expect(icons.filter((icon) => !files.includes(icon))).toEqual([]);
	});
});

describe("n8n's check of community packages", () => {
	it('passes on the tarball and on the sources', () => {
		const output = execFileSync(
			process.execPath,
			[inRepository('scripts', 'checkPackage.mjs'), folder, repositoryRoot],
			{
				cwd: repositoryRoot,
				// Under NODE_ENV=test the rules of one plug-in look for the file names of its own tests.
				env: neutralEnvironment(process.env),
			},
		);

		expect(JSON.parse(output.toString())).toEqual({ tarball: { passed: true }, source: { passed: true } });
	}, 120_000);
});
