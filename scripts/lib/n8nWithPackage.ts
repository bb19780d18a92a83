/**
 * A real n8n with the packed package installed as n8n installs it, an owner, both credentials and the templates:
 * what `npm start`, the end-to-end tests and the bench have in common.
 */
import fs from 'node:fs/promises';
import { CommandError } from './command';
import { startN8n, withCredentials, type Credential, type N8n, type Owner, type StoredWorkflow } from './n8n';
import { installIntoN8n } from './package';
import type { N8nProgram } from './setup';
import { readTemplate, webhookPathOf, type TemplateName } from './templates';

export const OWNER: Owner = { email: 'owner@sandbox.example', password: 'Sandbox-owner-1' };

export interface PlaneServer {
	readonly apiUrl: string;
	readonly webUrl: string;
	readonly workspaceSlug: string;
	readonly apiKey: string;
	/** '' where none is known: then every delivery is refused. */
	readonly webhookSecret: string;
	readonly requestsPerMinute?: number;
}

export interface CalDavServer {
	readonly url: string;
	readonly username: string;
	readonly password: string;
}

export interface InstalledN8nOptions {
	readonly program: N8nProgram;
	readonly tarball: string;
	/** Emptied first. */
	readonly userFolder: string;
	readonly port: number;
	readonly brokerPort: number;
	readonly env?: Readonly<Record<string, string>>;
}

/** A fresh n8n with the package in it and its owner logged in. */
export async function startN8nWithPackage({
	tarball,
	userFolder,
	...options
}: InstalledN8nOptions): Promise<N8n> {
	await fs.rm(userFolder, { recursive: true, force: true });
	await fs.mkdir(userFolder, { recursive: true });
	await installIntoN8n(tarball, userFolder);
	const n8n = await startN8n({ ...options, userFolder });
	await n8n.setupOwner(OWNER);
	return n8n;
}

/**
 * Stores a credential and runs its test, as the editor does.
 *
 * @throws {CommandError} with what the test said.
 */
async function createTested(
	n8n: N8n,
	what: string,
	credential: Parameters<N8n['createCredential']>[0],
): Promise<Credential> {
	const created = await n8n.createCredential(credential);
	const { status, message } = await n8n.testCredential({ ...created, data: credential.data });
	if (status !== 'OK') throw new CommandError(`${what} does not accept the credential: ${message}`);
	return created;
}

export const createPlaneCredential = async (n8n: N8n, plane: PlaneServer): Promise<Credential> =>
	await createTested(n8n, `Plane at ${plane.apiUrl}`, {
		name: 'Plane',
		type: 'planeApi',
		data: { requestsPerMinute: 60, ...plane },
	});

export const createCalDavCredential = async (
	n8n: N8n,
	{ url, username, password }: CalDavServer,
): Promise<Credential> =>
	await createTested(n8n, `The calendar server at ${url}`, {
		name: 'Calendar',
		type: 'calDavApi',
		data: { serverUrl: url, username, password, ignoreSslIssues: false },
	});

export interface PublishedTemplate {
	readonly workflow: StoredWorkflow;
	/** Address of its webhook, null where it has none. */
	readonly webhookUrl: string | null;
}

/** Imports a template, picks the credentials in its nodes and publishes it. */
export async function publishTemplate(
	n8n: N8n,
	name: TemplateName,
	credentials: readonly Credential[],
): Promise<PublishedTemplate> {
	const template = withCredentials(await readTemplate(name), credentials, await n8n.nodeTypes());
	const workflow = await n8n.importWorkflow(template);
	await n8n.publish(workflow.id);
	return { workflow, webhookUrl: name === 'webhook' ? n8n.webhookUrl(webhookPathOf(template)) : null };
}
