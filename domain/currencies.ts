/**
 * ISO 4217 currencies and the number of digits of their minor unit.
 *
 * Source: ISO 4217 list one (active codes), as published for 2026-01-01. Precious metals, bond-market units, test and
 * "no currency" codes have no minor unit and nobody is invoiced in them, so they are left out.
 */
const ACTIVE: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2:
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY ' +
    'COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS ' +
    'INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR ' +
    'MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP ' +
    'STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};

/** Withdrawn since 2015. They stay readable: a receivables book of past years has invoices in them. */
const WITHDRAWN: Readonly<Record<number, string>> = {
  0: 'BYR',
  2: 'ANG BGN CUC HRK LTL MRO SLL STD VEF ZWL',
};

const DIGITS: ReadonlyMap<string, number> = new Map(
  [ACTIVE, WITHDRAWN].flatMap((table) =>
    Object.entries(table).flatMap(([digits, codes]) =>
      codes.split(' ').map((code): [string, number] => [code, Number(digits)]),
    ),
  ),
);

/** Digits after the decimal point of `code` (JPY 0, PLN 2, KWD 3); undefined when ISO 4217 does not know it. */
export function currencyDigits(code: string): number | undefined {
  return DIGITS.get(code);
}
