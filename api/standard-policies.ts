import { readFile } from 'node:fs/promises';

const STANDARD = new URL('../policies/standard.json', import.meta.url);

/** Currencies in which every installation has the standard policy; amounts are the same figures in each. */
export const STANDARD_CURRENCIES = ['PLN', 'EUR', 'USD', 'GBP', 'CHF', 'CZK'] as const;

/**
 * The key of a policy for a customer of this currency: `standard` means the standard policy in his own money, because
 * its limits are compared with his debt. Any other key is meant as it stands.
 */
export function policyKeyFor(key: string, currency: string): string {
  const known: readonly string[] = STANDARD_CURRENCIES;
  return key === 'standard' && currency !== 'PLN' && known.includes(currency)
    ? `standard-${currency.toLowerCase()}`
    : key;
}

/** The document of the standard policy in a currency. */
export async function standardDocument(currency: string): Promise<unknown> {
  const source = await readFile(STANDARD, 'utf8');
  const document: unknown = JSON.parse(source, (name, value: unknown) => (name === 'currency' ? currency : value));
  return { ...Object(document), key: policyKeyFor('standard', currency) };
}
