/** Puts the domain's CalDAV context together from the credential and the node's options. */
import type { IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';
import type { CalDavContext, DiscoveryCache } from '../../core/caldav/types';
import { InputError } from '../../core/errors';
import { withConcurrency } from '../../core/http/limit';
import { withRetry } from '../../core/http/retry';
import { perCredential } from '../shared/perCredential';
import { createSend, createSleep } from '../shared/send';
import { loggedIn, type MakeSend } from './login';
import type { RetryOptions } from './actions/options';

const discoveryCacheOf = perCredential<DiscoveryCache>(() => ({ discovery: null }));

/** @throws {InputError} when the credential has no usable address. */
export async function createCalDavContext(
	context: IExecuteFunctions | ILoadOptionsFunctions,
	options: RetryOptions,
): Promise<CalDavContext> {
	const credentials = await context.getCredentials('calDavApi');
	const { attempts = 3, longestWait = 10, shortestWait = 4, concurrency = 4 } = options;
	const makeSend: MakeSend = (login) => createSend(context, 'calDavApi', login);
	const send = withRetry(loggedIn(makeSend, credentials), {
		attempts,
		minimumWaitMs: shortestWait * 1000,
		maximumWaitMs: longestWait * 1000,
		sleep: createSleep(context),
		random: Math.random,
		now: Date.now,
	});
	return {
		send: withConcurrency(send, concurrency),
		serverUrl: readServerUrl(credentials.serverUrl),
		cache: discoveryCacheOf(credentials),
		now: Date.now,
	};
}

function readServerUrl(value: unknown): string {
	const text = typeof value === 'string' ? value.trim() : '';
	if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) {
		throw new InputError(
			`The server URL in the CalDAV credential is "${text}", which is no web address. Enter one that begins with https://.`,
		);
	}
	return text;
}
