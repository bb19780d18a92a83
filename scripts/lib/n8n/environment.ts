/** The settings of an n8n that is only for this machine: nothing leaves 127.0.0.1, every run is kept. */
import { neutralEnvironment, type Environment } from '../environment';

export interface N8nSettings {
	/** N8N_USER_FOLDER: everything it keeps is in `.n8n` below it. */
	readonly userFolder: string;
	readonly port: number;
	/** Port its task runner connects to. */
	readonly brokerPort: number;
	/** Settings that win over all of these. */
	readonly env?: Environment;
}

/** Whatever n8n would fetch from, or send to, the world. */
const STAYS_AT_HOME = {
	N8N_DISABLED_MODULES: 'mcp-registry',
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
} as const;

const KEEPS_EVERY_RUN = {
	EXECUTIONS_DATA_SAVE_ON_ERROR: 'all',
	EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'all',
	EXECUTIONS_DATA_SAVE_MANUAL_EXECUTIONS: 'true',
} as const;

/** Address of an n8n on this port, without a slash at its end. */
export const urlOfPort = (port: number): string => `http://127.0.0.1:${port}`;

/** The whole environment of the n8n process; of the caller's only what has nothing to do with n8n. */
export function n8nEnvironment(caller: Environment, settings: N8nSettings): Environment {
	const url = `${urlOfPort(settings.port)}/`;
	return {
		...neutralEnvironment(caller),
		NODE_ENV: 'production',
		NO_PROXY: [caller.NO_PROXY, '127.0.0.1', 'localhost'].filter(Boolean).join(','),
		DB_TYPE: 'sqlite',
		GENERIC_TIMEZONE: 'UTC',
		...STAYS_AT_HOME,
		...KEEPS_EVERY_RUN,
		N8N_USER_FOLDER: settings.userFolder,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_HOST: '127.0.0.1',
		N8N_PORT: String(settings.port),
		N8N_RUNNERS_BROKER_PORT: String(settings.brokerPort),
		N8N_EDITOR_BASE_URL: url,
		N8N_WEBHOOK_URL: url,
		// Ours is one, until n8n has verified it.
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		// Over plain HTTP a browser would not send a secure cookie back.
		N8N_SECURE_COOKIE: 'false',
		// The calendar servers and the stand-in for Plane are on loopback.
		N8N_SSRF_PROTECTION_ENABLED: 'false',
		N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '5',
		...settings.env,
	};
}
