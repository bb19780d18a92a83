/** What every calendar server we start looks like to its users. */

export interface CalendarServer {
	/** Root address with trailing slash. */
	readonly url: string;
	readonly username: string;
	readonly password: string;
	/** Ends the server; removes its data unless the caller chose the folder. */
	readonly stop: () => Promise<void>;
}

export interface AccountOptions {
	/** User name → password; the first is the one handed back. Xandikos has no passwords and serves the first. */
	readonly users?: Readonly<Record<string, string>>;
}

export interface CalendarServerOptions extends AccountOptions {
	/** A free one when absent. */
	readonly port?: number;
	/** Text of a rights file, for Radicale only; everybody has what is their own when absent. */
	readonly rights?: string;
	/** Where calendars and the log are kept; a temporary folder, removed on stop, when absent. */
	readonly dataFolder?: string;
}

export const DEFAULT_USERS: Readonly<Record<string, string>> = { anna: 'correct horse' };

export interface Account {
	readonly username: string;
	readonly password: string;
}

/** The user whose name and password are handed back. */
export function firstAccount({ users = DEFAULT_USERS }: AccountOptions): Account {
	const [[username, password] = ['', '']] = Object.entries(users);
	return { username, password };
}
