/**
 * Reads a 207 answer (RFC 4918 §13): the frame strictly, because an empty list read out of a login page would
 * look like an empty calendar; the texts inside leniently.
 */
import { DavError } from '../errors';
import { addressForMessage, memberResolver } from './href';
import { NAMES } from './names';
import type { DavResponse } from './request';
import { statusError } from './statusError';
import { childOf, childrenOf, parseXml, type XmlElement, XmlError } from './xml';

/** One resource of a multistatus. */
export interface MultistatusMember {
	/** Absolute, its path as the server spelled it. */
	readonly href: string;
	/** Of the resource as a whole; null where the server only gave statuses of properties. */
	readonly status: number | null;
	/** Properties answered with 2xx, by Clark name. */
	readonly props: ReadonlyMap<string, XmlElement>;
	/** Properties answered otherwise, with their status. */
	readonly failed: ReadonlyMap<string, number>;
	/** The DAV:error of the resource, if any. */
	readonly error: XmlElement | null;
}

/** RFC 4918 §11.5; in a listing it says that the rest was left out (RFC 5323 §2.3). */
const INSUFFICIENT_STORAGE = 507;

/**
 * All members of a complete answer.
 *
 * @param doing what the request was for, as in "listing the events of …".
 * @throws {DavError} of the status' kind for 4xx and 5xx; `invalid_response` for anything that is not a 207 with
 * a whole multistatus document, or that the server itself calls cut off.
 */
export const readMultistatus = (response: DavResponse, doing: string): MultistatusMember[] =>
	readMultistatusAs(response, doing, (member) => member);

/**
 * The same, of each member only what is wanted of it, so that of a long list nothing else is held.
 *
 * @param read null leaves the member out; what it throws ends the reading.
 */
export function readMultistatusAs<Wanted>(
	response: DavResponse,
	doing: string,
	read: (member: MultistatusMember) => Wanted | null,
): Wanted[] {
	if (response.status >= 400) throw statusError(response, doing);
	if (response.status !== 207) throw unexpected(response, doing, `${describeBody(response)} instead of 207`);
	if (!isXml(response)) throw unexpected(response, doing, `${describeBody(response)} instead of XML`);
	return readMembersAs(response, doing, (member) => {
		if (member.status !== INSUFFICIENT_STORAGE) return read(member);
		throw unexpected(response, doing, 'only a part of the list (507)');
	});
}

/**
 * The members of a 207, whatever their statuses are: for answers to writes.
 *
 * @throws {DavError} `invalid_response` where the body is no whole multistatus.
 */
export const readMembers = (response: DavResponse, doing: string): MultistatusMember[] =>
	readMembersAs(response, doing, (member) => member);

function readMembersAs<Wanted>(
	response: DavResponse,
	doing: string,
	read: (member: MultistatusMember) => Wanted | null,
): Wanted[] {
	const all: Wanted[] = [];
	const resolve = memberResolver(response.url);
	let root: XmlElement;
	try {
		root = parseXml(response.body, (child) => {
			if (child.name !== NAMES.response) return;
			for (const member of toMembers(child, resolve)) {
				const wanted = read(member);
				if (wanted !== null) all.push(wanted);
			}
		});
	} catch (error) {
		if (!(error instanceof XmlError)) throw error;
		throw unexpected(response, doing, 'XML that is damaged or cut off');
	}
	if (root.name !== NAMES.multistatus) throw unexpected(response, doing, 'XML that is no multistatus');
	return all;
}

/** The text of a property, trimmed; null where the server did not give it. */
export function textOf(member: MultistatusMember, name: string): string | null {
	const property = member.props.get(name);
	return property === undefined ? null : property.text.trim();
}

/** The hrefs inside a property, as sent. */
export function hrefsOf(member: MultistatusMember, name: string): string[] {
	const property = member.props.get(name);
	if (property === undefined) return [];
	return childrenOf(property, NAMES.href)
		.map((href) => href.text.trim())
		.filter((href) => href !== '');
}

/** One response element may name several hrefs that share a status (RFC 4918 §14.24). */
function toMembers(response: XmlElement, resolve: (href: string) => string): MultistatusMember[] {
	const props = new Map<string, XmlElement>();
	const failed = new Map<string, number>();
	for (const propstat of childrenOf(response, NAMES.propstat)) {
		const status = statusOf(propstat) ?? 0;
		for (const property of childOf(propstat, NAMES.prop)?.children ?? []) {
			if (status >= 200 && status < 300) props.set(property.name, property);
			else failed.set(property.name, status);
		}
	}
	const status = statusOf(response);
	const error = childOf(response, NAMES.error);
	const hrefs = childrenOf(response, NAMES.href);
	if (hrefs.length === 0) throw new XmlError('A response without href.');
	return hrefs.map((href) => ({ href: resolve(href.text), status, props, failed, error }));
}

function statusOf(element: XmlElement): number | null {
	const line = childOf(element, NAMES.status);
	const match = line === null ? null : /^\s*HTTP\/[\d.]+\s+(\d{3})\b/i.exec(line.text);
	return match === null ? null : Number(match[1]);
}

const contentTypeOf = ({ headers }: DavResponse): string => (headers['content-type'] ?? '').toLowerCase();

const isXml = (response: DavResponse): boolean => /^[^;]*[/+]xml\s*(;|$)/.test(contentTypeOf(response));

/** Whether the answer is a web page: a login form, an error page of a proxy. */
export const isHtml = (response: DavResponse): boolean =>
	/^[^;]*html/.test(contentTypeOf(response)) ||
	/^\s*(<!doctype html|<html)/i.test(response.body.slice(0, 500));

function describeBody(response: DavResponse): string {
	if (isHtml(response)) return `${response.status} with an HTML page`;
	return response.body === '' ? `${response.status} with nothing` : `${response.status} with other content`;
}

/** An answer that must not be taken for what it says. */
export function unexpected(response: DavResponse, doing: string, what: string): DavError {
	return new DavError(
		`The calendar server answered ${what} while ${doing} (${addressForMessage(response.url)}). Check the ` +
			'server URL and the password in the CalDAV credential. Nothing was deleted.',
		{ kind: 'invalid_response', status: response.status },
	);
}
