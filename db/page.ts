import { type IdPrefix, isId } from '../domain/ids.ts';

/** Which part of a list is wanted. `cursor` is the `nextCursor` of the page before. */
export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Part of a list in stable order; `nextCursor` is null on the last page. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** A cursor that no list of ours has given out. */
export class BadCursor extends Error {
  override readonly name = 'BadCursor';
}

/** The id that a cursor of a list in the order of ids names. @throws BadCursor when it is no id of that kind */
export function idCursor(prefix: IdPrefix, cursor: string): string {
  if (!isId(prefix, cursor)) throw new BadCursor('unknown cursor');
  return cursor;
}

/** A page out of rows of which one more than `limit` was asked for. */
export function pageOf<T>(rows: readonly T[], limit: number, cursorOf: (row: T) => string): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? cursorOf(last) : null };
}

/** A place in a list that is ordered by several columns. */
export function writeCursor(...place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** The place that a cursor names. @throws BadCursor when it has not `length` parts, numbers where `parts` says so. */
export function readCursor(cursor: string, parts: readonly ('string' | 'number')[]): readonly (string | number)[] {
  const place = parse(cursor);
  const fits = Array.isArray(place) && place.length === parts.length;
  if (!fits || !place.every((part, index) => typeof part === parts[index])) throw new BadCursor('unknown cursor');
  return place.filter((part): part is string | number => typeof part === 'string' || typeof part === 'number');
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
