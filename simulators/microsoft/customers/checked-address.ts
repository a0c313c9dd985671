import type { Address } from './customer.ts';

type Checked = Pick<Address, 'country' | 'city' | 'state' | 'addressLine1' | 'addressLine2' | 'postalCode'>;

/** Postal codes as they are written; a country that is not here takes any (I). */
const POSTAL_CODES: Readonly<Record<string, RegExp>> = { PL: /^\d{2}-\d{3}$/, DE: /^\d{5}$/, CZ: /^\d{3} ?\d{2}$/ };

/**
 * Contract 3, `POST /v1/validations/address`. What is real nobody here knows, so the form decides (I): a Polish code without
 * its hyphen is suggested with it, one that is none is refused, a street without a number is a street only.
 */
export function checkedAddress(originalAddress: Checked): object {
  const { country, postalCode, addressLine1 } = originalAddress;
  const answer = (status: string, suggestedAddresses: readonly Checked[], validationMessage?: string) => ({
    originalAddress,
    suggestedAddresses,
    status,
    ...(validationMessage === undefined ? {} : { validationMessage }),
  });
  const wanted = POSTAL_CODES[country];
  if (wanted !== undefined && !wanted.test(postalCode)) {
    const mended = country === 'PL' ? postalCode.replace(/^(\d{2})[ ]?(\d{3})$/, '$1-$2') : postalCode;
    return wanted.test(mended)
      ? answer('InteractionRequired', [{ ...originalAddress, postalCode: mended }], 'Verify the postal code.')
      : answer('None', [], `The postal code ${postalCode} is not one of ${country}.`);
  }
  return /\d/.test(addressLine1)
    ? answer('VerifiedShippable', [])
    : answer('StreetPartial', [], 'The street has no number.');
}
