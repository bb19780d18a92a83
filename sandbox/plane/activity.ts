/** Which keys of a request really change a record: Plane compares what was sent with what was stored. */
import { fromJson, pythonEquals } from './pythonJson';
import type { PythonObject, PythonValue } from './pythonJson';

export interface Change {
	/** As the request spelled it. */
	readonly field: string;
	readonly oldValue: PythonValue;
	readonly newValue: PythonValue;
}

/**
 * Lists the changed keys in the order of the request. Keys that the record does not have are skipped; lists
 * count as changed when only their order differs.
 *
 * @param requested the request's body as parsed.
 * @param current the record in the spelling the request uses.
 */
export function changedKeys(requested: Readonly<Record<string, unknown>>, current: PythonObject): Change[] {
	return Object.entries(requested).flatMap(([field, sent]) => {
		const oldValue = current[field];
		const newValue = fromJson(sent);
		if (oldValue === undefined || pythonEquals(oldValue, newValue)) return [];
		return [{ field, oldValue, newValue }];
	});
}
