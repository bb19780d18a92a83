import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

const statusRule = (value: number, message: string) => ({
	type: 'responseCode' as const,
	properties: { value, message },
});

/** n8n goes through rules of both kinds in one list, though its type wants one kind for all. */
const RULES = [
	statusRule(401, 'Plane got no API key. Paste one from Profile settings → API tokens.'),
	statusRule(
		403,
		"Plane refuses this API key for this workspace. Check the key, the workspace slug, and that the key's user is a member of the workspace.",
	),
	statusRule(404, 'No Plane API at this address. Check the API URL.'),
	statusRule(429, 'Plane allows no more requests with this key at the moment. Try again in a minute.'),
	...[502, 503, 504].map((status) => statusRule(status, 'Plane does not run, or its proxy cannot reach it.')),
	{
		// A log-in page or another program: every list of Plane has its rows in "results".
		type: 'responseSuccessBody',
		properties: {
			key: 'results',
			value: undefined,
			message:
				"Something answers at this address, but not Plane's API. Check the API URL, and let requests to /api/ pass by log-in pages.",
		},
	},
] as NonNullable<ICredentialTestRequest['rules']>;

/** Access to one Plane workspace, and the secret its webhook signs with. */
export class PlaneApi implements ICredentialType {
	name = 'planeApi';

	displayName = 'Plane API';

	icon = { light: 'file:plane.svg', dark: 'file:plane.dark.svg' } as const;

	documentationUrl = 'https://developers.plane.so/api-reference/introduction';

	properties: INodeProperties[] = [
		{
			displayName: 'API URL',
			name: 'apiUrl',
			type: 'string',
			default: 'https://api.plane.so',
			required: true,
			placeholder: 'e.g. https://plane.example.com',
			description:
				'Where the API is. Plane Cloud: https://api.plane.so. Self-hosted: the address you open Plane at.',
		},
		{
			displayName: 'Web App URL',
			name: 'webUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://plane.example.com',
			description:
				'Where people open Plane; the links in calendar events lead there. Leave it empty on Plane Cloud, and where the API has the same address as the web app.',
		},
		{
			displayName: 'Workspace Slug',
			name: 'workspaceSlug',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. acme',
			description:
				'The part after the host in any address of your workspace: https://app.plane.so/<b>acme</b>/projects/…',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			placeholder: 'e.g. plane_api_…',
			description:
				'In Plane: Profile settings → API tokens (Personal access tokens) → Add. It sees what its user sees.',
		},
		{
			displayName: 'Webhook Secret',
			name: 'webhookSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			placeholder: 'e.g. plane_wh_…',
			description:
				'Needed by Plane Trigger only. Plane shows it once, when the webhook is added: Workspace settings → Webhooks. Without it every delivery is refused. Several, separated by commas, are all accepted: for several webhooks, or while one secret is replaced by another.',
		},
		{
			displayName: 'Requests per Minute',
			name: 'requestsPerMinute',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 60,
			placeholder: 'e.g. 60',
			description:
				'What Plane allows this key in a minute: 60, unless API_KEY_RATE_LIMIT of a self-hosted Plane says otherwise. The nodes stay below it.',
		},
	];

	// A function is twice as fast as n8n's generic form, which evaluates expressions for every request.
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		requestOptions.headers = { ...requestOptions.headers, 'X-API-Key': String(credentials.apiKey).trim() };
		return requestOptions;
	};

	// The addresses as `createPlaneContext` reads them.
	test: ICredentialTestRequest = {
		request: {
			baseURL:
				'={{ $credentials.apiUrl.trim().replace(/[?#].*$/, "").replace(/\\/+$/, "").replace(/\\/api(\\/v1)?$/, "") }}/api/v1/workspaces/{{ encodeURIComponent($credentials.workspaceSlug.trim().replace(/^\\/+|\\/+$/g, "")) }}',
			url: '/projects/?per_page=1',
			method: 'GET',
		},
		rules: RULES,
	};
}
