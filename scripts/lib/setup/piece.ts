/**
 * One piece of what the commands need, kept in `.cache`. Its stamp holds what was asked for and is written
 * last, so a piece that was interrupted or asked for differently is made again, and a complete one costs a read.
 */
import fs from 'node:fs';
import path from 'node:path';
import { formatDuration } from '../steps';

const STAMP = '.complete';

export interface Piece {
	/** As a person reads it: `n8n 2.41.1`. */
	readonly title: string;
	/** Roughly how long it takes the first time: `about five minutes`. */
	readonly firstTime: string;
	readonly folder: string;
	/** Everything that decides what is installed; another text means installing again. */
	readonly wanted: string;
	/** Files without which it cannot be complete, whatever the stamp says. */
	readonly files: readonly string[];
	/** Makes it; may find a part of it there. @throws {CommandError} when something must be installed by hand. */
	readonly install: () => Promise<void>;
}

export type Print = (line: string) => void;

/** Whether the piece is there as it was asked for. */
export function isComplete({ folder, wanted, files }: Pick<Piece, 'folder' | 'wanted' | 'files'>): boolean {
	const stamp = path.join(folder, STAMP);
	return (
		files.every((file) => fs.existsSync(file)) &&
		fs.existsSync(stamp) &&
		fs.readFileSync(stamp, 'utf8') === wanted
	);
}

/** Installs the piece unless it is complete, and prints what it does and how long it took. */
export async function ensure(piece: Piece, print: Print = console.log): Promise<void> {
	if (isComplete(piece)) return;
	const stamp = path.join(piece.folder, STAMP);
	const startedAt = Date.now();
	print(`${piece.title}: installing (${piece.firstTime} the first time) …`);
	fs.rmSync(stamp, { force: true });
	fs.mkdirSync(piece.folder, { recursive: true });
	await piece.install();
	fs.writeFileSync(stamp, piece.wanted);
	print(`${piece.title}: installed in ${formatDuration(Date.now() - startedAt)}`);
}
