/**
 * The test behind the button of the credential. A function, because the declarative form can neither refuse a
 * web page that answers 200 nor look for calendars, and sends a wrong password twice.
 */
import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { discoverCalendars } from '../../core/caldav/discovery';
import { toFailure } from '../../core/errors';
import { createTestSend } from '../shared/testSend';
import { loggedIn } from './login';

/** Looks for calendars as every operation does, once and without retries. */
export async function testCalDavConnection(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	const { helpers } = this;
	try {
		const { calendars } = await discoverCalendars({
			send: loggedIn((login) => createTestSend(helpers, login), data),
			serverUrl: typeof data.serverUrl === 'string' ? data.serverUrl : '',
			cache: { discovery: null },
			now: Date.now,
		});
		return { status: 'OK', message: `Connected. Calendars found: ${calendars.length}.` };
	} catch (error) {
		return { status: 'Error', message: toFailure(error).message };
	}
}
