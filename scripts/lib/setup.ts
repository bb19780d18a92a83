/** Everything the commands need beyond Node and npm. Each piece is made once and then costs a file read. */
import { setUpN8n, type N8nProgram } from './setup/n8n';
import type { Print } from './setup/piece';
import { setUpPython } from './setup/python';

export { setUpDebianServers, whyNoDebianServers } from './setup/debian';
export { setUpN8n, type N8nProgram } from './setup/n8n';
export { setUpNode } from './setup/node';
export { setUpPython } from './setup/python';

export interface Tools {
	readonly n8n: N8nProgram;
	/** Folder with the programs `python`, `radicale` and `xandikos`. */
	readonly pythonPrograms: string;
}

/** Makes whatever is not there yet. @throws {CommandError} with one sentence when something must be installed by hand. */
export async function setUp(print?: Print): Promise<Tools> {
	const n8n = await setUpN8n(print);
	return { n8n, pythonPrograms: await setUpPython(print) };
}
