/** Member states by ISO code, and as VIES names them; Northern Ireland is `XI`. */
const MEMBER_STATES: ReadonlyMap<string, string> = new Map(
  'AT BE BG CY CZ DE DK EE ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI'
    .split(' ')
    .map((code): [string, string] => [code, code])
    .concat([
      ['GR', 'EL'],
      ['EL', 'EL'],
    ]),
);

/**
 * A VAT number as VIES takes it, of a number that people write with or without country, spaces, hyphens and dots; null where
 * the register has nothing to say: another country, or nothing that could be a number.
 */
export function vatNumberOf(
  taxId: string,
  country: string,
): { readonly country: string; readonly number: string } | null {
  const plain = taxId.toUpperCase().replace(/[\s.\-/]/g, '');
  const prefix = MEMBER_STATES.get(plain.slice(0, 2));
  const number = prefix === undefined ? plain : plain.slice(2);
  const state = prefix ?? MEMBER_STATES.get(country);
  return state === undefined || !/^[0-9A-Z+*]{2,12}$/.test(number) ? null : { country: state, number };
}
