import { GraphFault } from './graph-fault.ts';

type Row = Readonly<Record<string, unknown>>;

/** Enumerations whose values a filter must spell as published (contract 10). */
export type Enumerations = Readonly<Record<string, readonly string[]>>;

const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
  eq: (order) => order === 0,
  ne: (order) => order !== 0,
  gt: (order) => order > 0,
  ge: (order) => order >= 0,
  lt: (order) => order < 0,
  le: (order) => order <= 0,
};

/**
 * `$filter` as far as it is needed here: comparisons joined by `and`.
 * @throws GraphFault 400 for an unknown property, operator, enumeration value or form
 */
export function filterBy(
  text: string | null,
  properties: readonly string[],
  enumerations: Enumerations,
): (row: Row) => boolean {
  if (text === null) return () => true;
  const tests = text
    .trim()
    .split(/\s+and\s+/i)
    .map((clause) => comparison(clause, properties, enumerations));
  return (row) => tests.every((test) => test(row));
}

function comparison(clause: string, properties: readonly string[], enumerations: Enumerations): (row: Row) => boolean {
  const [, property = '', operator = '', literal = ''] = /^(\w+)\s+(\w+)\s+(\S.*)$/.exec(clause.trim()) ?? [];
  const compare = COMPARISONS[operator];
  if (compare === undefined) throw invalid(`Invalid filter clause: ${clause}`);
  if (!properties.includes(property)) throw invalid(`Could not find a property named '${property}'.`);
  const value = literalValue(literal, property.endsWith('DateTime'));
  if (value === undefined) throw invalid(`Invalid filter clause: ${clause}`);
  const words = enumerations[property];
  if (words !== undefined && value !== 'null' && !words.includes(value))
    throw invalid(`The string '${value}' is not a valid enumeration type constant.`);
  return (row) => {
    const member = row[property];
    const given = typeof member === 'string' ? member : JSON.stringify(member);
    return compare(given < value ? -1 : given > value ? 1 : 0);
  };
}

/** Text in quotes, an instant as it is stored (`…T…Z`, milliseconds), `true`, `false`, `null`. */
function literalValue(literal: string, isInstant: boolean): string | undefined {
  if (isInstant) {
    const at = Date.parse(literal);
    return Number.isNaN(at) ? undefined : new Date(at).toISOString();
  }
  if (/^'(?:[^']|'')*'$/.test(literal)) return literal.slice(1, -1).replaceAll("''", "'");
  return /^(true|false|null)$/.test(literal) ? literal : undefined;
}

/** `$select`: only the members that were asked for. @throws GraphFault 400 for an unknown one */
export function selected(text: string | null, properties: readonly string[]): (row: Row) => Row {
  if (text === null || text === '') return (row) => row;
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !properties.includes(name));
  if (unknown !== undefined) throw invalid(`Could not find a property named '${unknown}'.`);
  return (row) => Object.fromEntries(Object.entries(row).filter(([name]) => names.includes(name)));
}

/** A whole number of a query option. @throws GraphFault 400 */
export function countOf(text: string | null, otherwise: number): number {
  if (text === null) return otherwise;
  if (!/^\d{1,9}$/.test(text)) throw invalid(`Invalid value '${text}'.`);
  return Number(text);
}

function invalid(message: string): GraphFault {
  return new GraphFault(400, 'BadRequest', message);
}
