/** Domain errors in n8n's words: the message says what happened, the description what it was in a few words. */
import type { INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { CancelledError, DomainError, type FailureKind } from '../../core/errors';

/** The error to throw for item `itemIndex`; an error that already is n8n's is returned as it is. */
export function toNodeError(
	node: INode,
	error: unknown,
	itemIndex: number,
): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	if (error instanceof DomainError && error.status !== null) {
		return new NodeApiError(
			node,
			{ message: error.message },
			{
				itemIndex,
				message: error.message,
				description: descriptionOf(error),
				httpCode: String(error.status),
			},
		);
	}
	const thrown = error instanceof Error ? error : new Error(String(error));
	return new NodeOperationError(node, thrown.message, {
		itemIndex,
		description: thrown instanceof DomainError ? descriptionOf(thrown) : '',
		level: thrown instanceof CancelledError ? 'info' : 'error',
	});
}

/** In words; `docs/failures.md` has them beside the kinds. */
const IN_WORDS: Readonly<Record<FailureKind, string>> = {
	network: 'No answer',
	timeout: 'No answer in time',
	rate_limited: 'Too many requests',
	server: 'The server failed',
	auth: 'Log-in refused',
	permission: 'Not allowed',
	not_found: 'Not found',
	conflict: 'In conflict with something else',
	capacity: 'No room left',
	invalid_data: 'Not usable',
	invalid_response: 'Unexpected answer',
};

const descriptionOf = ({ kind, status }: DomainError): string =>
	status === null ? `${IN_WORDS[kind]}.` : `${IN_WORDS[kind]} (HTTP status ${status}).`;
