import { describe, expect, it } from 'vitest';
import { type OwedInvoice, partnerStanding } from '../../../domain/partner/partner-standing.ts';
import { notShown, standingTasks } from '../../../domain/partner/standing-tasks.ts';

const invoice = (part: Partial<OwedInvoice> = {}): OwedInvoice => ({
  id: 'G1',
  invoicedOn: '2026-01-08',
  total: 100_000n,
  paid: 0n,
  onItsWay: 0n,
  ...part,
});
const asked = (today: string, invoices: readonly OwedInvoice[], creditLimit: bigint | null = null) => {
  const standing = partnerStanding({ today, invoices, unbilled: 0n, creditLimit });
  return standingTasks({ currency: 'PLN', today, standing, late: [] }).map(({ key }) => key);
};

describe('what finance must see to', () => {
  it('is an invoice from the day after it was due, and again from the day on which the account is at risk', () => {
    expect(asked('2026-03-09', [invoice()])).toEqual([]);
    expect(asked('2026-03-10', [invoice()])).toEqual(['partnerOverdue/G1']);
    expect(asked('2026-05-09', [invoice()])).toEqual(['partnerAtRisk/G1']);
    expect(asked('2026-05-09', [invoice({ onItsWay: 100_000n })])).toEqual([]);
  });

  it('is the highest warning that is reached, once a month', () => {
    expect(asked('2026-01-09', [invoice()], 145_000n)).toEqual([]);
    expect(asked('2026-01-09', [invoice()], 110_000n)).toEqual(['creditWarning/PLN/85/2026-01']);
    expect(asked('2026-02-01', [invoice()], 110_000n)).toEqual(['creditWarning/PLN/85/2026-02']);
  });

  it('is a payment from the day after that by which it should have shown, the oldest first to be taken as shown', () => {
    // Friday; the fifth business day is the Friday after.
    const first = { id: 'P1', invoice: 'G1', amount: 60_000n, paidOn: '2026-03-06' };
    const second = { id: 'P2', invoice: 'G1', amount: 40_000n, paidOn: '2026-03-09' };
    const missing = (paid: bigint, today: string) =>
      notShown([invoice({ paid })], [second, first], today).map(({ id }) => id);
    expect(missing(0n, '2026-03-13')).toEqual([]);
    expect(missing(0n, '2026-03-14')).toEqual(['P1']);
    expect(missing(60_000n, '2026-03-16')).toEqual([]);
    expect(missing(60_000n, '2026-03-17')).toEqual(['P2']);
    expect(missing(100_000n, '2026-06-01')).toEqual([]);
    expect(notShown([invoice({ id: 'G2' })], [first], '2026-06-01')).toEqual([]);
  });
});
