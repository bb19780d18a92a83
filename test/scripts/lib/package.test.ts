import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { installIntoN8n } from '../../../scripts/lib/package';

const NAME = 'n8n-nodes-plane-caldav';
let root: string;

beforeEach(() => {
	root = fs.mkdtempSync(path.join(os.tmpdir(), 'package-'));
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

function pack(version: string, files: readonly string[]): string {
	const folder = path.join(root, version, 'package');
	fs.mkdirSync(folder, { recursive: true });
	const manifest = {
		name: NAME,
		version,
		devDependencies: { jest: '1' },
		peerDependencies: { 'n8n-workflow': '*' },
		n8n: {},
	};
	fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
	for (const file of files) fs.writeFileSync(path.join(folder, file), '');
	const tarball = path.join(root, `${version}.tgz`);
	execFileSync('tar', ['-czf', tarball, '-C', path.dirname(folder), 'package']);
	return tarball;
}

const readJson = (...parts: string[]): unknown => JSON.parse(fs.readFileSync(path.join(...parts), 'utf8'));

describe('installIntoN8n', () => {
	it('unpacks the package without its development and peer dependencies and enters it in the list', async () => {
		const folder = await installIntoN8n(pack('1.0.0', ['a.js']), path.join(root, 'user'));
		const nodesFolder = path.join(root, 'user', '.n8n', 'nodes');
		expect(folder).toBe(path.join(nodesFolder, 'node_modules', NAME));
		expect(readJson(folder, 'package.json')).toEqual({ name: NAME, version: '1.0.0', n8n: {} });
		expect(readJson(nodesFolder, 'package.json')).toEqual({
			name: 'installed-nodes',
			private: true,
			dependencies: { [NAME]: '1.0.0' },
		});
	});

	it('leaves nothing of an older version and keeps other packages in the list', async () => {
		const nodesFolder = path.join(root, 'user', '.n8n', 'nodes');
		fs.mkdirSync(nodesFolder, { recursive: true });
		const ledger = { name: 'installed-nodes', private: true, dependencies: { 'n8n-nodes-other': '2.0.0' } };
		fs.writeFileSync(path.join(nodesFolder, 'package.json'), JSON.stringify(ledger));

		await installIntoN8n(pack('1.0.0', ['old.js']), path.join(root, 'user'));
		const folder = await installIntoN8n(pack('1.1.0', ['new.js']), path.join(root, 'user'));
		expect(fs.readdirSync(folder).sort()).toEqual(['new.js', 'package.json']);
		expect(readJson(nodesFolder, 'package.json')).toMatchObject({
			dependencies: { 'n8n-nodes-other': '2.0.0', [NAME]: '1.1.0' },
		});
	});
});
