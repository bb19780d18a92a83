/** Domain errors in n8n's words: the message says what happened, the description what to do or what kind it is. */
import type { INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { CancelledError, DomainError } from '../../core/errors';

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

const descriptionOf = (error: DomainError): string =>
	error.status === null
		? `Kind of failure: ${error.kind}.`
		: `Kind of failure: ${error.kind}, HTTP status ${error.status}.`;
