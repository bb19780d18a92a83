/** A private PostgreSQL without a port: its data and its socket are in one temporary folder. */
import path from 'node:path';
import type { Environment } from '../environment';
import type { RunningProcess } from '../processes';
import { waitFor } from '../waitFor';
import { inPackages, runAsNobody, startAsNobody } from './debian';

const VERSION = 15;
const START_TIMEOUT_MS = 30_000;
const STOP_GRACE_MS = 3_000;

export const postgresProgram = (name: string): string =>
	inPackages(`usr/lib/postgresql/${VERSION}/bin/${name}`);

/** For clients of the server in that folder. */
export const postgresClient = (folder: string): Environment => ({
	PGHOST: folder,
	PGUSER: 'postgres',
	PATH: `${path.dirname(postgresProgram('psql'))}:${process.env.PATH ?? ''}`,
});

/** Makes an empty cluster in the folder and serves it there. */
export async function startPostgres(folder: string): Promise<RunningProcess> {
	const data = path.join(folder, 'database');
	await runAsNobody({
		name: 'initdb',
		command: postgresProgram('initdb'),
		args: ['-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--no-sync'],
		folder,
	});
	const server = await startAsNobody({
		name: 'postgres',
		command: postgresProgram('postgres'),
		args: ['-D', data, '-k', folder, '-c', 'listen_addresses=', '-c', 'fsync=off'],
		folder,
		graceMs: STOP_GRACE_MS,
	});
	try {
		await waitFor('An answer of PostgreSQL', async () => await isReady(folder, server), {
			timeoutMs: START_TIMEOUT_MS,
		});
	} catch (error) {
		await server.stop();
		throw error;
	}
	return server;
}

async function isReady(folder: string, server: RunningProcess): Promise<true | null> {
	if (!server.isRunning()) throw new Error(`PostgreSQL ended:\n${server.logTail()}`);
	try {
		await runAsNobody({
			name: 'pg_isready',
			command: postgresProgram('pg_isready'),
			args: [],
			env: postgresClient(folder),
			folder,
		});
		return true;
	} catch {
		return null;
	}
}
