/**
 * JSON as Partner Center speaks it (contract section 2.2): a byte-order mark may come first, names are compared without
 * regard to case, and numbers may carry more digits than a float holds. A number whose text would change on the way
 * through a float stays a raw JSON number, so that a resource can be read, changed in one field and sent back whole
 * without a digit of the rest moving.
 */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };
export interface JsonObject {
  readonly [name: string]: JsonValue;
}

// The JSON source text proposal is in Node 22 and later, and not yet in TypeScript's library.
interface SourceTextJson {
  rawJSON(text: string): { readonly rawJSON: string };
  isRawJSON(value: unknown): value is { readonly rawJSON: string };
}
const hasSourceText = (json: object): json is SourceTextJson => 'rawJSON' in json && 'isRawJSON' in json;
const source: object = JSON;
if (!hasSourceText(source))
  throw new Error('This program needs a JavaScript engine with JSON.rawJSON (Node 22 or newer).');
const sourceText: SourceTextJson = source;

const keepDigits = (_name: string, value: unknown, context?: { readonly source?: string }): unknown =>
  typeof value === 'number' && context?.source !== undefined && String(value) !== context.source
    ? sourceText.rawJSON(context.source)
    : value;

/** @throws SyntaxError when the text is not JSON. */
export function parseJson(text: string): JsonValue {
  const parsed: JsonValue = JSON.parse(text.codePointAt(0) === 0xfeff ? text.slice(1) : text, keepDigits);
  return parsed;
}

/** True for an object with fields; a number kept as text is not one. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !sourceText.isRawJSON(value);
}

/** The value under a name, whatever its case; undefined when absent or when there are no fields at all. */
export function field(value: JsonValue | undefined, name: string): JsonValue | undefined {
  if (!isObject(value)) return undefined;
  const exact = value[name];
  if (exact !== undefined) return exact;
  const wanted = name.toLowerCase();
  for (const [key, held] of Object.entries(value)) if (key.toLowerCase() === wanted) return held;
  return undefined;
}

/** The value at the end of a path of names, each whatever its case. */
export function fieldAt(value: JsonValue | undefined, ...names: readonly string[]): JsonValue | undefined {
  return names.reduce<JsonValue | undefined>((held, name) => field(held, name), value);
}

/** Text as it is; a number as its decimal text (money, numeric error codes); anything else, and the empty text, null. */
export function asText(value: JsonValue | undefined): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  if (typeof value === 'number') return String(value);
  return sourceText.isRawJSON(value) ? value.rawJSON : null;
}

/**
 * A number, also one in quotes, as plain decimal text with every digit that it came with (money, quantities): `1.5E-7` is
 * `0.00000015`. Null when it is none.
 */
export function asDecimal(value: JsonValue | undefined): string | null {
  const [, sign = '', whole = '', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d{1,3}))?$/i.exec(asText(value) ?? '') ?? [];
  if (whole === '') return null;
  const shift = Number(power);
  if (shift === 0) return `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`;
  const digits = `${'0'.repeat(Math.max(0, -shift))}${whole}${fraction}${'0'.repeat(Math.max(0, shift))}`;
  const point = Math.max(0, -shift) + whole.length + shift;
  const [left, right] = [digits.slice(0, point).replace(/^0+(?=\d)/, ''), digits.slice(point).replace(/0+$/, '')];
  return `${sign}${left}${right === '' ? '' : `.${right}`}`;
}

/** Decimal text as a JSON number with all its digits. @throws SyntaxError when it is no number */
export function numberOf(decimal: string): JsonValue {
  const raw: object = sourceText.rawJSON(decimal);
  return raw as JsonObject;
}

/** Booleans also come as "true" and "false" in quotes (contract section 20, item 6). */
export function asBoolean(value: JsonValue | undefined): boolean | null {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return null;
  const text = value.toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : null;
}

/** A whole number, also one in quotes or written `25.0`; null when it is not one. */
export function asInteger(value: JsonValue | undefined): number | null {
  const text = asText(value);
  if (text === null) return null;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : null;
}

export function asList(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

/** A value for use outside the adapter: numbers that were kept as text become text. */
export function plain(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(plain);
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([name, held]) => [name, plain(held)]));
  return sourceText.isRawJSON(value) ? value.rawJSON : value;
}

/** The resource with some fields replaced, each under the name it already has; a new name is added as given. */
export function withFields(resource: JsonObject, changes: JsonObject): JsonObject {
  const names = new Map(Object.keys(resource).map((name) => [name.toLowerCase(), name]));
  const renamed = Object.entries(changes).map(
    ([name, value]) => [names.get(name.toLowerCase()) ?? name, value] as const,
  );
  return { ...resource, ...Object.fromEntries(renamed) };
}

/**
 * Whether everything that `wanted` says is so in `actual`. Names and enum texts are compared without regard to case, and
 * what `actual` says beyond it does not matter: the server adds fields of its own.
 */
export function contains(actual: JsonValue | undefined, wanted: JsonValue): boolean {
  if (wanted === null) return actual === undefined || actual === null;
  if (Array.isArray(wanted)) {
    const held = asList(actual);
    return held.length === wanted.length && wanted.every((item, index) => contains(held[index], item));
  }
  if (isObject(wanted)) return Object.entries(wanted).every(([name, value]) => contains(field(actual, name), value));
  if (typeof wanted === 'boolean') return asBoolean(actual) === wanted;
  const [left, right] = [asText(actual), asText(wanted)];
  return left === right || (left !== null && right !== null && left.toLowerCase() === right.toLowerCase());
}
