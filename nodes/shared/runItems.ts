/** The one item loop: dispatch, Continue On Fail and pairedItem for every operation that works item by item. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { CancelledError } from '../../core/errors';
import { toNodeError } from './toNodeError';

/** What one input item becomes: the JSON of any number of output items. */
export type RunItem = (itemIndex: number) => Promise<readonly object[]>;

/**
 * Runs an operation for each input item, in order.
 *
 * @throws {NodeApiError|NodeOperationError} the first failure, unless the node continues on fail; then the item
 * carries `error` and the rest goes on.
 */
export async function runItems(context: IExecuteFunctions, run: RunItem): Promise<INodeExecutionData[]> {
	const outputs: INodeExecutionData[] = [];
	const count = context.getInputData().length;
	for (let itemIndex = 0; itemIndex < count; itemIndex++) {
		try {
			outputs.push(...toItems(await run(itemIndex), itemIndex));
		} catch (error) {
			if (error instanceof CancelledError || !context.continueOnFail()) {
				throw toNodeError(context.getNode(), error, itemIndex);
			}
			const { message } = toNodeError(context.getNode(), error, itemIndex);
			outputs.push({ json: { error: message }, pairedItem: { item: itemIndex } });
		}
	}
	return outputs;
}

/** What became of one input item: the JSON of its output items, or why it failed. */
export type ItemOutcome = { readonly jsons: readonly object[] } | { readonly error: unknown };

/**
 * The same for an operation that works at all items together.
 *
 * @param runAll outcomes by item index: of all items or, where the node does not continue on fail, of those up to the
 * first that failed.
 */
export async function runAllItems(
	context: IExecuteFunctions,
	runAll: () => Promise<ReadonlyMap<number, ItemOutcome>>,
): Promise<INodeExecutionData[]> {
	let outcomes: Promise<ReadonlyMap<number, ItemOutcome>> | null = null;
	return await runItems(context, async (itemIndex) => {
		outcomes ??= runAll();
		const outcome = (await outcomes).get(itemIndex);
		if (outcome === undefined) throw new Error(`Nothing is known of item ${itemIndex}.`);
		if ('error' in outcome) throw outcome.error;
		return outcome.jsons;
	});
}

/** Plain data of the domain as n8n's items, tied to the input item they come from. */
export function toItems(jsons: readonly object[], itemIndex: number): INodeExecutionData[] {
	return jsons.map((json) => ({ json: json as IDataObject, pairedItem: { item: itemIndex } }));
}
