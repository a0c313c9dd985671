import { ImaginedLife, type LifeOptions } from './imagined-life.ts';

/**
 * A customer with one invoice of 1 000,00 zł, issued on 2 January 2026 and due on Friday, 16 January. Under the standard
 * policy, if nothing happens: courtesy on the 13th, reminders on the 19th and 26th, warning on 2 February, suspension on
 * the 9th (all Mondays but the first).
 */
export function debtor(options: LifeOptions & { readonly amount?: bigint | readonly bigint[] } = {}): ImaginedLife {
  const { amount = 100_000n, ...life } = options;
  const made = new ImaginedLife('2026-01-02', life);
  made.invoice('inv_1', amount, '2026-01-16');
  return made;
}
