/** Where a piece stands in a title: from `start` to before `end`, in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What a title may name: every piece of it that could be somebody's key, with the places where it stands. */
export interface TitleKeys {
  /** Pieces as written, in capitals, and with the spaces left out: for invoice numbers and external ids. */
  readonly texts: ReadonlyMap<string, readonly Span[]>;
  /** The digits of longer pieces: for tax ids, which people write with and without country, spaces and hyphens. */
  readonly digits: ReadonlyMap<string, readonly Span[]>;
}

/** Longest key in words or runs of letters and digits: `FV/2026/03/00017` has four. */
const MOST_RUNS = 8;
/** Shorter pieces, and bare years, stand in every other title and tell nothing. */
const SHORTEST = 3;
const BARE_NUMBER = /^(?:\d{1,3}|(?:19|20)\d\d)$/;
const SHORTEST_TAX_NUMBER = 8;
const LONGEST_TAX_NUMBER = 15;

/**
 * The pieces of a transfer's title that could be a key on record. A piece begins and ends with a run of letters and
 * digits, so `FV/1` is not found in `FV/10`; it is also found in `FV/1/2026`, where the longer key counts (`payerOf`).
 */
export function keysIn(title: string): TitleKeys {
  const texts = new Map<string, Span[]>();
  const digits = new Map<string, Span[]>();
  const runs = [...title.matchAll(/[\p{L}\p{N}]+/gu)].map(spanOf);
  for (const [index, { start }] of runs.entries()) {
    for (const { end } of runs.slice(index, index + MOST_RUNS)) addPiece(title, { start, end });
  }
  // A key may begin or end with a sign: `#12-A`.
  for (const word of title.matchAll(/\S+/g)) addPiece(title, spanOf(word));
  return { texts, digits };

  function addPiece(from: string, span: Span): void {
    const piece = from.slice(span.start, span.end);
    const written = [piece, piece.replaceAll(/\s+/g, '')];
    for (const text of new Set(written.flatMap((one) => [one, one.toUpperCase()]))) {
      if (text.length >= SHORTEST && !BARE_NUMBER.test(text)) add(texts, text, span);
    }
    const number = piece.replaceAll(/\D/g, '');
    if (number.length >= SHORTEST_TAX_NUMBER && number.length <= LONGEST_TAX_NUMBER) add(digits, number, span);
  }
}

function spanOf(match: RegExpExecArray): Span {
  return { start: match.index, end: match.index + match[0].length };
}

function add(keys: Map<string, Span[]>, key: string, span: Span): void {
  const spans = keys.get(key) ?? [];
  if (!spans.some((known) => known.start === span.start && known.end === span.end)) spans.push(span);
  keys.set(key, spans);
}
