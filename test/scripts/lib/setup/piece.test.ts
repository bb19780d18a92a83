import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensure } from '../../../../scripts/lib/setup/piece';

let root: string;
let installs: number;
let lines: string[];

beforeEach(() => {
	root = fs.mkdtempSync(path.join(os.tmpdir(), 'piece-'));
	installs = 0;
	lines = [];
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

const makePiece = async (change: object = {}) => {
	const folder = path.join(root, 'tool');
	const program = path.join(folder, 'program');
	const piece = {
		title: 'Tool 1.0',
		firstTime: 'a moment',
		folder,
		wanted: 'tool@1.0',
		files: [program],
		install: async () => {
			installs += 1;
			await fs.promises.writeFile(program, '');
		},
		...change,
	};
	await ensure(piece, (line) => lines.push(line));
	return program;
};

describe('ensure', () => {
	it('installs once, says so, and is silent when it is there', async () => {
		await makePiece();
		await makePiece();
		expect(installs).toBe(1);
		expect(lines).toEqual([
			'Tool 1.0: installing (a moment the first time) …',
			expect.stringMatching(/^Tool 1\.0: installed in /),
		]);
	});

	it('installs again when another version is asked for', async () => {
		await makePiece();
		await makePiece({ wanted: 'tool@1.1' });
		await makePiece({ wanted: 'tool@1.1' });
		expect(installs).toBe(2);
	});

	it('installs again when the program is gone', async () => {
		fs.rmSync(await makePiece());
		await makePiece();
		expect(installs).toBe(2);
	});

	it('does not take a broken-off installation for a complete one', async () => {
		const install = () => Promise.reject(new Error('no network'));
		await makePiece();
		await expect(makePiece({ wanted: 'tool@1.1', install })).rejects.toThrow('no network');
		await makePiece();
		expect(installs).toBe(2);
	});
});
