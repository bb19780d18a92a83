/** Plain text tables for people at a terminal. */

/** Columns as wide as their widest cell; numbers to the right. */
export function formatTable(rows: ReadonlyArray<ReadonlyArray<string | number>>): string {
	const texts = rows.map((row) => row.map(String));
	const widths = (texts[0] ?? []).map((_, column) =>
		Math.max(...texts.map((row) => row[column]?.length ?? 0)),
	);
	const isNumber = (rowIndex: number, column: number): boolean =>
		typeof rows[rowIndex]?.[column] === 'number';
	return texts
		.map((row, rowIndex) =>
			row
				.map((cell, column) => {
					const width = widths[column] ?? 0;
					return isNumber(rowIndex, column) ? cell.padStart(width) : cell.padEnd(width);
				})
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
}
