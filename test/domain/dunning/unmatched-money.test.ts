import { describe, expect, it } from 'vitest';
import { debtor } from '../../support/debtor.ts';
import { policyWith, step } from '../../support/policies.ts';

describe('unmatched money that may be the customer’s', () => {
  it('holds back a notice, and the non-event names the payment', () => {
    const life = debtor().until('2026-01-18');
    life.suspect('pay_x', 100_000n);
    life.until('2026-01-25');
    expect(life.story('2026-01-18')).toEqual([]);
    expect(life.look()).toMatchObject({
      nextStep: null,
      nonEvents: [
        {
          what: 'step:reminder-1',
          because: 'unmatchedMoney',
          detail: { payment: 'pay_x', because: 'equalsOpenInvoice' },
        },
      ],
    });
  });

  it('holds back the suspension, and so a debt hold by hand', () => {
    const life = debtor().until('2026-02-09');
    life.suspect('pay_x', 1n);
    expect(life.until('2026-03-01').story('2026-02-09')).toEqual([]);
    expect(life.hold('hld_x', 'debt')).toBe('proof_chain_incomplete');
  });

  it('holds back for as long as any of it is left', () => {
    const life = debtor().until('2026-01-18');
    life.suspect('pay_x', 100_000n);
    life.suspect('pay_y', 100_000n);
    life.until('2026-01-25');
    life.clear('pay_x');
    expect(life.look().nonEvents).toMatchObject([{ detail: { payment: 'pay_y' } }]);
    life.until('2026-01-26', '12:00');
    life.clear('pay_y');
    expect(life.story('2026-01-18')).toEqual(['2026-01-26 reminder-1 1.1']);
  });

  it('holds back a step that had to age from the hour of its day on, which is when it is looked at', () => {
    const policy = policyWith({ steps: [step('one', 'call', 3, 'due', { when: { minimumAgeDays: 10 } })] });
    const life = debtor({ policy }).until('2026-01-20');
    life.suspect('pay_x', 100_000n);
    const opens = Date.parse('2026-01-26T07:00:00Z');
    expect(life.look()).toMatchObject({ wakeAt: opens, nonEvents: [] });
    expect(life.until('2026-01-26', '00:00').look()).toMatchObject({ wakeAt: opens, nonEvents: [] });
    expect(life.until('2026-01-26', '08:00').look().nonEvents).toMatchObject([{ because: 'unmatchedMoney' }]);
  });

  it('does not hold back what is due later, nor the opening of the case', () => {
    const life = debtor();
    life.suspect('pay_x', 100_000n);
    expect(life.until('2026-01-17').look()).toMatchObject({ phase: 'dunning', nextStep: { step: 'reminder-1' } });
  });

  it('keeps nobody off: a suspended customer stays so, and comes back when it is matched', () => {
    const life = debtor().until('2026-02-10');
    life.suspect('pay_x', 100_000n);
    expect(life.look().phase).toBe('suspended');
    life.clear('pay_x');
    expect(life.pay('pay_x', 100_000n)).toMatchObject({ phase: 'active', service: 'on' });
  });
});
