/** What an API handler is given and how a route says who may use it. */
import { crash, invalid, ok } from './answers';
import type { Answer } from './answers';
import type { Stand } from './itemChanges';
import { pageOf, parsePage } from './paging';
import type { PythonObject } from './pythonJson';
import type { ProjectBox } from './store';
import type { User } from './types';

export interface Call {
	readonly stand: Stand;
	readonly user: User;
	readonly parameters: Readonly<Record<string, string>>;
	readonly query: URLSearchParams;
	/** Names in `fields=`; empty keeps all. */
	readonly fields: readonly string[];
	readonly expand: readonly string[];
	/** The parsed body of a POST or PATCH; `{}` without one. */
	readonly body: Readonly<Record<string, unknown>>;
	/** Largest `per_page`. */
	readonly maxPerPage: number;
}

export interface ProjectCall extends Call {
	readonly box: ProjectBox;
}

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** A route outside any project, or one whose project may be unknown. */
export type Handler = (call: Call) => Answer;
/** A route below a project that the key's user has joined. */
export type ProjectHandler = (call: ProjectCall) => Answer;

/** One page of rows, or Plane's refusal of `per_page` or `cursor`. */
export function pageAnswer<Row>(
	{ query, maxPerPage }: Call,
	rows: readonly Row[],
	write: (row: Row) => PythonObject,
): Answer {
	const parsed = parsePage(query, maxPerPage);
	switch (parsed.kind) {
		case 'page':
			return ok(pageOf(rows, parsed.request, write));
		case 'invalid':
			return invalid({ detail: parsed.detail });
		case 'crash':
			return crash;
	}
}

/** A text of a body, trimmed; undefined where there is none. */
export const textOf = (body: Call['body'], key: string): string | undefined => {
	const value = body[key];
	return typeof value === 'string' ? value.trim() : undefined;
};
