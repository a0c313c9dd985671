/**
 * What a customer writes in the title of the transfer that pays a prepayment: `TP-8F3KQ-2ZN7M`, the last ten characters
 * of the prepayment's id. It follows from the id, so that also a top-up that a life asks for by itself has one.
 */
export function bankReferenceOf(prepayment: string): string {
  const tail = prepayment.slice(-TAIL).toUpperCase();
  return `TP-${tail.slice(0, 5)}-${tail.slice(5)}`;
}

/** Fifty random bits of an id: two prepayments that share them are not to be expected, and are then both not found. */
const TAIL = 10;
/** People leave hyphens out, and read I, L and O for 1 and 0: the alphabet of ids has none of these letters. */
const WRITTEN = /(?<![\p{L}\p{N}])TP[-\s]?([0-9A-Z]{5})[-\s]?([0-9A-Z]{5})(?![\p{L}\p{N}])/giu;

/** The ends of prepayment ids that a title names, in lower case, each once. */
export function prepaymentsNamedIn(title: string): readonly string[] {
  const tails = [...title.matchAll(WRITTEN)].map(([, first = '', second = '']) =>
    `${first}${second}`.toLowerCase().replaceAll(/[il]/g, '1').replaceAll('o', '0'),
  );
  return [...new Set(tails)];
}
