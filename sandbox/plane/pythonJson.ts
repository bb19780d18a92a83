/**
 * JSON text, byte for byte as Python writes it: `json.dumps` for webhooks, Django REST's renderer for the
 * API. Knows no Plane record.
 */

const FLOAT: unique symbol = Symbol('python float');

/** A number that Python holds as a float and therefore writes with a fraction (`65535.0`). */
export interface PythonFloat {
	readonly [FLOAT]: number;
}

export interface PythonObject {
	readonly [key: string]: PythonValue;
}

export type PythonValue =
	null | boolean | number | string | PythonFloat | readonly PythonValue[] | PythonObject;

export const pythonFloat = (value: number): PythonFloat => ({ [FLOAT]: value });

export const isPythonFloat = (value: PythonValue): value is PythonFloat =>
	typeof value === 'object' && value !== null && FLOAT in value;

export const isPythonList = (value: PythonValue): value is readonly PythonValue[] => Array.isArray(value);

/** The number a Python value stands for, or null where it is none. */
export const numberOf = (value: PythonValue): number | null => {
	if (typeof value === 'number') return value;
	return isPythonFloat(value) ? value[FLOAT] : null;
};

/**
 * Equality as Python's `==` on decoded JSON: an int equals a float of the same value, lists compare in
 * order, objects do not.
 */
export function pythonEquals(left: PythonValue, right: PythonValue): boolean {
	const leftNumber = numberOf(left);
	const rightNumber = numberOf(right);
	if (leftNumber !== null || rightNumber !== null) return leftNumber === rightNumber;
	if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) {
		return left === right;
	}
	if (isPythonList(left) || isPythonList(right)) {
		if (!isPythonList(left) || !isPythonList(right)) return false;
		return (
			left.length === right.length && left.every((value, index) => pythonEquals(value, right[index] ?? null))
		);
	}
	return objectsEqual(left, right);
}

function objectsEqual(left: PythonFloat | PythonObject, right: PythonFloat | PythonObject): boolean {
	if (isPythonFloat(left) || isPythonFloat(right)) return false;
	const keys = Object.keys(left);
	if (keys.length !== Object.keys(right).length) return false;
	return keys.every((key) => {
		const other = right[key];
		return other !== undefined && pythonEquals(left[key] ?? null, other);
	});
}

/** Wraps parsed JSON (a request body) as a Python value; anything JSON cannot hold becomes null. */
export function fromJson(value: unknown): PythonValue {
	if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
	if (typeof value === 'number') return Number.isInteger(value) ? value : pythonFloat(value);
	if (Array.isArray(value)) return value.map(fromJson);
	if (typeof value !== 'object') return null;
	return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, fromJson(entry)]));
}

interface Style {
	readonly comma: string;
	readonly colon: string;
	readonly quote: (text: string) => string;
}

const hex4 = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** JSON.stringify escapes like Python below U+0020; `ensure_ascii` also takes U+007F and all above. */
const quoteAscii = (text: string): string => JSON.stringify(text).replace(/[\u007f-\uffff]/g, hex4);

const quoteUnicode = (text: string): string => JSON.stringify(text).replace(/[\u2028\u2029]/g, hex4);

const DUMPS: Style = { comma: ', ', colon: ': ', quote: quoteAscii };
const COMPACT: Style = { comma: ',', colon: ':', quote: quoteUnicode };

/** The bytes Plane signs and sends: Python's `json.dumps(value)`; pure ASCII. */
export const pythonJson = (value: PythonValue): string => write(value, DUMPS);

/** The text of a REST answer: no spaces, characters unescaped, floats with their fraction. */
export const restJson = (value: PythonValue): string => write(value, COMPACT);

function write(value: PythonValue, style: Style): string {
	if (value === null) return 'null';
	if (typeof value === 'string') return style.quote(value);
	if (typeof value === 'boolean') return value ? 'true' : 'false';
	if (typeof value === 'number') return Number.isInteger(value) ? String(value) : floatText(value);
	if (isPythonFloat(value)) return floatText(value[FLOAT]);
	if (isPythonList(value)) return `[${value.map((entry) => write(entry, style)).join(style.comma)}]`;
	const members = Object.entries(value).map(
		([key, entry]) => style.quote(key) + style.colon + write(entry, style),
	);
	return `{${members.join(style.comma)}}`;
}

/** Python's `repr` of a finite float: fixed from 1e-4 up to 1e16, else an exponent of at least two digits. */
function floatText(value: number): string {
	if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
	const [mantissa = '0', power = '0'] = value.toExponential().split('e');
	const exponent = Number(power);
	if (exponent < -4 || exponent >= 16) {
		return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
	}
	const text = String(value);
	return text.includes('.') ? text : `${text}.0`;
}
