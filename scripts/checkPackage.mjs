/**
 * n8n's own check of community packages, offline: the published files of an unpacked tarball, then the sources.
 * It runs the rules at the versions the check pins; `npm run lint` runs the newest. Prints JSON.
 *
 * Usage: node scripts/checkPackage.mjs UNPACKED_TARBALL REPOSITORY
 */
import { analyzePackage, SOURCE_FILE_PATTERNS } from '@n8n/scan-community-package/scanner/scanner.mjs';

const [unpacked, repository] = process.argv.slice(2);

const results = {
	tarball: await analyzePackage(unpacked, ['**/*.js', 'package.json']),
	source: await analyzePackage(repository, SOURCE_FILE_PATTERNS),
};

process.stdout.write(JSON.stringify(results));
// The check keeps a temporary folder open, which would keep the process alive.
process.exit(0);
