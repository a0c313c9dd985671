import type { Breach, TermsSubject } from '../terms-subject.ts';

/** One market of the programme: the European Union, the European Free Trade Association, the United Kingdom (inferred). */
const EUROPE: ReadonlySet<string> = new Set(
  'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO CH GB'.split(' '),
);

/** A partner sells in the market of its own account, and to a customer in the country in which it is. */
export function market({ country, billingCountry, partnerCountry }: TermsSubject): readonly Breach[] {
  const breaches: Breach[] = [];
  const isServed = country === partnerCountry || (EUROPE.has(country) && EUROPE.has(partnerCountry));
  if (!isServed) breaches.push({ rule: 'outside-market', subject: country });
  if (billingCountry !== null && billingCountry !== country)
    breaches.push({ rule: 'other-country', subject: billingCountry });
  return breaches;
}
