import { PartnerFault } from '../partner-fault.ts';
import type { Address } from './customer.ts';

/** Contract 3: countries in which registration number and phone number are compulsory. */
const COMPULSORY = new Set('AE AM AZ BR BY HU IN IQ KG KZ MD MM PL RU SA SS TH TJ TR UA UZ VE VN ZA'.split(' '));

/** Contract 3: a Polish number is a NIP or a KRS, both ten digits. Other countries: what can be a number at all. */
const FORMATS: Readonly<Record<string, RegExp>> = { PL: /^\d{10}$/ };
const ANY_FORMAT = /^[0-9A-Z][0-9A-Z./ -]{2,29}$/i;

/**
 * Contract 3: missing number 600049, missing phone 600051, bad format 600050, a number for a country that has none 600002.
 * @throws PartnerFault
 */
export function checkRegistration(address: Address, registrationNumber: string | null): void {
  const given = registrationNumber?.trim() ?? '';
  if (!COMPULSORY.has(address.country)) {
    if (given !== '') throw new PartnerFault('600002');
    return;
  }
  if (given === '') throw new PartnerFault('600049');
  if (!(FORMATS[address.country] ?? ANY_FORMAT).test(given)) throw new PartnerFault('600050');
  if ((address.phoneNumber?.trim() ?? '') === '') throw new PartnerFault('600051');
}
