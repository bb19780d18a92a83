/** A Node that n8n accepts: the one we run on when it is new enough, else one from npm in the cache. */
import { inCache } from '../paths';
import { npmIn } from './npm';
import { ensure, type Print } from './piece';

/** n8n 2.40 and later refuse anything older. */
const OLDEST_FOR_N8N = 24;
const NODE_VERSION = '24.21.0';

/** Path of a Node 24 or newer; installs one into the cache when we run on an older one. */
export async function setUpNode(print?: Print): Promise<string> {
	if (Number.parseInt(process.versions.node, 10) >= OLDEST_FOR_N8N) return process.execPath;
	const folder = inCache('node');
	const program = inCache('node', 'node_modules', 'node', 'bin', 'node');
	await ensure(
		{
			title: `Node ${NODE_VERSION} for n8n`,
			firstTime: 'half a minute',
			folder,
			wanted: `node@${NODE_VERSION}`,
			files: [program],
			// The package is a script that fetches the program for this machine.
			install: async () => await npmIn(folder, ['install', '--ignore-scripts=false', `node@${NODE_VERSION}`]),
		},
		print,
	);
	return program;
}
