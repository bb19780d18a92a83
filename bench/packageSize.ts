/** How large the package is, packed and unpacked. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs/promises';
import { measure, type Measure } from './measure';

const LIMIT_KB = 1.5 * 1024;

export async function measurePackageSize(tarball: string): Promise<Measure[]> {
	const listing = execFileSync('tar', ['-tvzf', tarball]).toString().trim().split('\n');
	const unpacked = listing.reduce((sum, line) => sum + Number(line.split(/\s+/)[2]), 0);
	const { size: packed } = await fs.stat(tarball);
	const common = { unit: 'KB', reference: LIMIT_KB, reference_name: 'limit of 1.5 MB', aim: 1, runs: 1 };
	return [
		measure({ name: 'package, unpacked', ours: unpacked / 1024, ...common }),
		measure({ name: 'package, packed', ours: packed / 1024, ...common }),
	];
}
