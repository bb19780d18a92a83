/** How each element of Plane's editor is laid out as text; used by `description.ts` only. */
import type { DomNode, FormatCallback } from '../../vendor/dav';

/** A mention in the laid-out text, before its name is known: private-use characters around a user id. */
export const MENTION = /\uE000([^\uE000\uE001]{0,64})\uE001/g;

const LINK_PROTOCOL = /^(?:https?:\/\/|mailto:)/i;
/** Not `---`: that line separates the description from what is appended to it. */
const RULE = '* * *';

type Attributes = Readonly<Record<string, string | undefined>>;

function attributesOf(element: DomNode): Attributes {
	const attributes: unknown = element.attribs;
	const isRecord = typeof attributes === 'object' && attributes !== null;
	return isRecord ? Object.fromEntries(Object.entries(attributes)) : {};
}

type Prefix = (item: Attributes, index: number) => string;

/** A list whose items are told apart by `prefix`; nested lists are indented by the length of it. */
function list(prefixOf: (list: Attributes) => Prefix): FormatCallback {
	return (element, walk, builder) => {
		const prefix = prefixOf(attributesOf(element));
		const isNested = element.parent?.name === 'li';
		builder.openList({ interRowLineBreaks: 1, leadingLineBreaks: isNested ? 1 : 2 });
		const items = element.children.filter(({ name }) => name === 'li');
		items.forEach((item, index) => {
			builder.openListItem({ prefix: prefix(attributesOf(item), index) });
			walk(item.children, builder);
			builder.closeListItem();
		});
		builder.closeList({ trailingLineBreaks: isNested ? 1 : 2 });
	};
}

const firstNumber = (attributes: Attributes): number => {
	const start = Number(attributes['start'] ?? '1');
	return Number.isSafeInteger(start) ? start : 1;
};

const link: FormatCallback = (element, walk, builder) => {
	const href = attributesOf(element)['href']?.trim() ?? '';
	let text = '';
	builder.pushWordTransform((word) => {
		text += word;
		return word;
	});
	walk(element.children, builder);
	builder.popWordTransform();
	const target = href.replace(/^mailto:/i, '');
	if (!LINK_PROTOCOL.test(href) || withoutSlash(target) === withoutSlash(text)) return;
	builder.addInline(text === '' ? target : ` (${target})`, { noWordTransform: true });
};

const withoutSlash = (url: string): string => url.replace(/\/$/, '');

const mention: FormatCallback = (element, _walk, builder) => {
	const attributes = attributesOf(element);
	const label = attributes['label']?.trim() ?? '';
	const id = attributes['entity_identifier'] ?? '';
	builder.addInline(label === '' ? `\uE000${id.slice(0, 64)}\uE001` : `@${label}`, { noWordTransform: true });
};

const image: FormatCallback = (element, _walk, builder) => {
	builder.addInline(attributesOf(element)['alt']?.trim() ?? '', { noWordTransform: true });
};

const rule: FormatCallback = (_element, _walk, builder) => {
	builder.openBlock({ leadingLineBreaks: 2 });
	builder.addInline(RULE);
	builder.closeBlock({ trailingLineBreaks: 2 });
};

/** One line a row, cells apart by `|`: columns of spaces do not line up in a calendar's proportional type. */
const table: FormatCallback = (element, walk, builder) => {
	builder.openTable();
	for (const row of rowsOf(element)) {
		builder.openTableRow();
		for (const cell of row.children.filter(({ name }) => name === 'td' || name === 'th')) {
			builder.openTableCell();
			walk(cell.children, builder);
			builder.closeTableCell({ colspan: 1, rowspan: 1 });
		}
		builder.closeTableRow();
	}
	builder.closeTable({
		tableToString: (rows) => rows.map((row) => row.map(({ text }) => onOneLine(text)).join(' | ')).join('\n'),
		leadingLineBreaks: 2,
		trailingLineBreaks: 2,
	});
};

const onOneLine = (text: string): string =>
	text
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '')
		.join(' / ');

function rowsOf(element: DomNode): DomNode[] {
	return element.children.flatMap((child) => {
		if (child.name === 'tr') return [child];
		return child.name === 'tbody' || child.name === 'thead' || child.name === 'tfoot' ? rowsOf(child) : [];
	});
}

const block = { leadingLineBreaks: 1, trailingLineBreaks: 1 };
const paragraph = { leadingLineBreaks: 2, trailingLineBreaks: 2 };

export const formatters: Record<string, FormatCallback> = {
	bulletList: list(() => () => '• '),
	numberedList: list((attributes) => (_item, index) => `${firstNumber(attributes) + index}. `),
	taskList: list(() => (item) => (item['data-checked'] === 'true' ? '[x] ' : '[ ] ')),
	link,
	mention,
	alternativeText: image,
	rule,
	rows: table,
};

export const selectors = [
	{ selector: 'ul', format: 'bulletList' },
	{ selector: 'ul[data-type="taskList"]', format: 'taskList' },
	{ selector: 'ol', format: 'numberedList' },
	{ selector: 'a', format: 'link' },
	{ selector: 'mention-component', format: 'mention' },
	{ selector: 'img', format: 'alternativeText' },
	{ selector: 'image-component', format: 'alternativeText' },
	{ selector: 'hr', format: 'rule' },
	{ selector: 'table', format: 'rows' },
	{ selector: 'style', format: 'skip' },
	{ selector: 'script', format: 'skip' },
	{ selector: 'p', format: 'paragraph', options: paragraph },
	{ selector: 'li > p', format: 'paragraph', options: block },
	{ selector: 'li > div > p', format: 'paragraph', options: block },
	{ selector: 'td > p', format: 'paragraph', options: block },
	{ selector: 'th > p', format: 'paragraph', options: block },
	...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
		selector,
		format: 'heading',
		options: { ...paragraph, uppercase: false },
	})),
];
