import type { Allocation } from '../account/account.ts';

/** Money taken off an instalment again, with the payment or pot it came from. */
export interface Released {
  readonly invoice: string;
  readonly instalment: number;
  readonly source: string;
  readonly amount: bigint;
}

/** Frees `amount` of the money that lies on an invoice, the latest allocation first; less when less lies there. */
export function release(
  allocations: readonly Allocation[],
  invoice: string,
  amount: bigint,
  source?: string,
): readonly Released[] {
  const released: Released[] = [];
  let left = amount;
  for (const allocation of allocations.toReversed()) {
    if (left === 0n) break;
    if (source !== undefined && allocation.source !== source) continue;
    const part = allocation.amount < left ? allocation.amount : left;
    released.push({ invoice, instalment: allocation.instalment, source: allocation.source, amount: part });
    left -= part;
  }
  return released;
}
