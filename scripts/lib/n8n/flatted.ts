/** Reads "flatted", the JSON in which n8n stores run data: a list in which every value stands once. */

/** In that list a string inside an object or array is the position of the value it stands for. */
export function parseFlatted(text: string): unknown {
	const values: unknown = JSON.parse(text);
	if (!Array.isArray(values)) throw new Error('This is not flatted JSON: it is no list.');
	const list: readonly unknown[] = values;
	const made = new Map<number, unknown>();

	/** Containers are noted before they are filled: values may refer back to what holds them. */
	const valueAt = (position: number): unknown => {
		if (made.has(position)) return made.get(position);
		const stored = list[position];
		if (typeof stored !== 'object' || stored === null) return stored;
		const container: unknown[] | Record<string, unknown> = Array.isArray(stored) ? [] : {};
		made.set(position, container);
		for (const [key, reference] of Object.entries(stored)) {
			const value: unknown = typeof reference === 'string' ? valueAt(Number(reference)) : reference;
			Object.defineProperty(container, key, { value, enumerable: true, writable: true, configurable: true });
		}
		return container;
	};

	return valueAt(0);
}
