/** HTTP Basic (RFC 7617): the header from a name and a password. */

/** Both as UTF-8 (RFC 7617 §2.1), so that any character may be in them. */
export const basicAuthorization = (username: string, password: string): string =>
	`Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
