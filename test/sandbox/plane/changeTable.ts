/**
 * What the tables of recorded changes are made of: HTTP calls as plain data, and what REST answers after them.
 * Texts name ids in braces: `{WEB}` a project, `{WEB-3}` an item, `{Done}` a state of WEB, `{bug}` a label,
 * `{José}` a person, `{it}` what the latest call made or changed.
 */

export type Body = Readonly<Record<string, unknown>>;

/** A request to the control, or to the API. */
export type Call =
	| { readonly action: string; readonly body: Body }
	| {
			readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
			/** Below the workspace. */
			readonly path: string;
			readonly body?: Body;
			/** Whose key, by first name; the owner's by default. */
			readonly as?: string;
	  };

/** What a GET answers once the change is made. */
export interface Answer {
	readonly path: string;
	readonly as?: string;
	readonly status: number;
	/** Part of the answer; lists have to be whole. */
	readonly shows?: Body | readonly Body[];
}

export interface Change {
	/** What has to be there first; its deliveries do not count. */
	readonly prepare?: readonly Call[];
	readonly call: Call;
	/** Whether the change is one that Plane refuses. */
	readonly refused?: boolean;
	readonly after: readonly Answer[];
}

export type Named = readonly [change: string, how: Change];

/** The item that most changes are about; its parent has nothing to do with it. */
export const ITEM = 'WEB-3';

export const control = (action: string, body: Body): Call => ({ action, body });
export const inWeb = (path: string): string => `projects/{WEB}/${path}`;
/** @param key of an item of WEB, or `it`. */
export const itemPath = (key: string): string => inWeb(`work-items/{${key}}/`);

export const post = (path: string, body: Body = {}): Call => ({ method: 'POST', path, body });
export const patch = (path: string, body: Body): Call => ({ method: 'PATCH', path, body });
export const remove = (path: string): Call => ({ method: 'DELETE', path });

export const answers = (path: string, shows: Answer['shows']): Answer => ({
	path,
	status: 200,
	...(shows ? { shows } : {}),
});
export const missing = (path: string): Answer => ({ path, status: 404 });
/** An item that REST shows. */
export const seen = (key: string, shows: Body = {}): Answer => answers(itemPath(key), shows);
/** An item that REST hides. */
export const hidden = (key: string): Answer => missing(itemPath(key));
