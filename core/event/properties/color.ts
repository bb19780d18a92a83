/**
 * COLOR from the priority, as a CSS3 name: clients understand nothing else (RFC 7986 §5.9). The hex value of
 * the documented format goes into X-CALPLANEBOT-COLOR.
 */
import { contentLine, type ContentLine } from '../../icalendar/contentLine';
import type { PresentWorkItem, Priority } from '../../plane/types';

interface Color {
	readonly name: string;
	readonly hex: string;
}

const COLORS: Readonly<Record<Priority, Color | null>> = {
	urgent: { name: 'crimson', hex: '#dc3545' },
	high: { name: 'darkorange', hex: '#fd7e14' },
	medium: { name: 'gold', hex: '#ffc107' },
	low: { name: 'forestgreen', hex: '#28a745' },
	none: null,
};

/** Every value of COLOR that we, or CalPlaneBot before us, may have written; any other was chosen by a person. */
export const COLORS_OF_OURS: readonly string[] = Object.values(COLORS).flatMap((color) =>
	color === null ? [] : [color.name, color.hex],
);

export function color({ priority }: PresentWorkItem): ContentLine[] {
	const chosen = COLORS[priority];
	if (chosen === null) return [];
	return [contentLine('COLOR', chosen.name), contentLine('X-CALPLANEBOT-COLOR', chosen.hex)];
}
