import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { basicAuthorization } from '../core/basicAuthorization';

/** Access to one person's or one robot's calendars on a CalDAV server. The CalDAV node tests it. */
export class CalDavApi implements ICredentialType {
	name = 'calDavApi';

	displayName = 'CalDAV API';

	icon = { light: 'file:calDav.svg', dark: 'file:calDav.dark.svg' } as const;

	documentationUrl =
		'https://github.com/n8n-nodes-plane-caldav/n8n-nodes-plane-caldav#first-event-in-five-minutes';

	properties: INodeProperties[] = [
		{
			displayName: 'Server URL',
			name: 'serverUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://cloud.example.com/remote.php/dav',
			description:
				'The CalDAV address your calendar software asks for: of the server, of your account, or of a single calendar. Nextcloud shows it under Calendar settings.',
		},
		{
			displayName: 'User',
			name: 'username',
			type: 'string',
			default: '',
			placeholder: 'e.g. ada@example.com',
			description: 'The name you log in with. New calendars will belong to this user.',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			placeholder: 'e.g. an app password',
			description:
				'With two-factor log-in use an app password (Nextcloud: Settings → Security; Fastmail and iCloud: account settings)',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{
					name: 'Automatic',
					value: 'automatic',
					description:
						'HTTP Basic, which nearly every server takes, and Digest where the server asks for that instead',
				},
				{
					name: 'Digest',
					value: 'digest',
					description:
						'The password itself never leaves n8n. For servers without HTTPS that offer it, such as Baikal.',
				},
			],
			default: 'automatic',
			description:
				'How the password is sent. Leave user and password empty for a server that asks for none. Digest is MD5, SHA-256 or SHA-512-256, as the server wants.',
		},
		{
			displayName: 'Ignore SSL Issues (Insecure)',
			name: 'ignoreSslIssues',
			type: 'boolean',
			default: false,
			description:
				'Whether to connect even if the certificate of the server cannot be verified, such as a self-signed one',
		},
	];

	// For the HTTP Request node too, whose Digest is n8n's; the CalDAV node answers challenges itself.
	authenticate = async (
		{ username, password, authentication }: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		if (!username && !password) return requestOptions;
		const [name, secret] = [String(username ?? ''), String(password ?? '')];
		if (authentication === 'digest') {
			requestOptions.auth = { username: name, password: secret, sendImmediately: false };
			return requestOptions;
		}
		const Authorization = basicAuthorization(name, secret);
		requestOptions.headers = { ...requestOptions.headers, Authorization };
		return requestOptions;
	};
}
