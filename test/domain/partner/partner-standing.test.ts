import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atRiskFrom, dueAtMicrosoft, shownBy } from '../../../domain/partner/microsoft-terms.ts';
import { type OwedInvoice, partnerStanding } from '../../../domain/partner/partner-standing.ts';

const invoice = (part: Partial<OwedInvoice> = {}): OwedInvoice => ({
  id: 'G1',
  invoicedOn: '2026-01-08',
  total: 100_000n,
  paid: 0n,
  onItsWay: 0n,
  ...part,
});
const on = (today: string, invoices: readonly OwedInvoice[], unbilled = 0n, creditLimit: bigint | null = null) =>
  partnerStanding({ today, invoices, unbilled, creditLimit });

describe('what the partner owes Microsoft', () => {
  it('is due after 60 days, and puts the account at risk more than 60 days later', () => {
    expect([dueAtMicrosoft('2026-01-08'), atRiskFrom('2026-01-08')]).toEqual(['2026-03-09', '2026-05-09']);
    expect(['2026-03-09', '2026-03-10', '2026-05-08', '2026-05-09'].map((day) => on(day, [invoice()]).state)).toEqual([
      'good',
      'overdue',
      'overdue',
      'atRisk',
    ]);
    expect(on('2026-03-19', [invoice()])).toMatchObject({ overdue: 100_000n, overdueDays: 10 });
  });

  it('is not overdue while a payment made in time is on its way, and does not free the limit before it has arrived', () => {
    const standing = on('2026-03-12', [invoice({ onItsWay: 100_000n })], 0n, 200_000n);
    expect(standing).toMatchObject({ state: 'good', overdue: 0n, owed: 100_000n, available: 100_000n });
  });

  it('warns at 70, 85 and 100 % of the limit, and sells nothing new at the last', () => {
    const at = (unbilled: bigint) => {
      const { warning, usedPercent, sellsNew } = on('2026-01-20', [invoice({ total: 60_000n })], unbilled, 100_000n);
      return [usedPercent, warning, sellsNew];
    };
    expect(at(9_999n)).toEqual([69, null, true]);
    expect(at(10_000n)).toEqual([70, 70, true]);
    expect(at(25_000n)).toEqual([85, 85, true]);
    expect(at(40_000n)).toEqual([100, 100, false]);
  });

  it('without a limit that anybody has told us nothing is warned of', () => {
    expect(on('2026-01-20', [invoice()], 5n)).toMatchObject({ available: null, usedPercent: null, warning: null });
  });

  it('a credit takes away from what is owed, and one that is too large leaves more than the limit', () => {
    const credit = invoice({ id: 'N1', total: -150_000n });
    expect(on('2026-01-20', [invoice(), credit], 0n, 10_000n)).toMatchObject({ owed: -50_000n, available: 60_000n });
  });

  it('whatever is booked, available and used add up to the limit', () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 12n });
    fc.assert(
      fc.property(fc.array(fc.tuple(amount, amount), { maxLength: 8 }), amount, amount, (pairs, unbilled, limit) => {
        const invoices = pairs.map(([total, paid], index) => invoice({ id: `G${index}`, total, paid }));
        const { owed, available } = on('2026-02-01', invoices, unbilled, limit);
        expect((available ?? 0n) + owed + unbilled).toBe(limit);
      }),
    );
  });
});

describe('a payment to Microsoft', () => {
  it('shows after five business days, which weekends and holidays lengthen', () => {
    expect(shownBy('2026-11-02', 'PL')).toBe('2026-11-09');
    // 11 November is a holiday in Poland.
    expect(shownBy('2026-11-06', 'PL')).toBe('2026-11-16');
    expect(shownBy('2026-11-06', 'DE')).toBe('2026-11-13');
  });
});
