import { describe, expect, it } from 'vitest';
import { debtor } from '../../support/debtor.ts';
import { ImaginedLife } from '../../support/imagined-life.ts';
import { policyWith, step } from '../../support/policies.ts';

/** What users of other systems have asked for, by the numbers of the dunning field guide, section 3. */
describe('demands of the field', () => {
  it('4: credit clears the state', () => {
    const life = debtor().until('2026-02-10');
    life.credit('inv_1', 100_000n);
    expect(life.look()).toMatchObject({ phase: 'active', service: 'on' });
  });

  it('5: the process has an end: what is written off is nobody’s debt any more', () => {
    const life = debtor().until('2026-02-10');
    life.writeOff('inv_1');
    expect(life.until('2027-01-01').story('2026-02-11')).toEqual([]);
    expect(life.look()).toMatchObject({ phase: 'active', wakeAt: null });
  });

  it('6: nothing is checked for ever at the last step', () => {
    const life = debtor({ policy: policyWith({ steps: [step('only', 'notice', 1, 'due')] }) }).until('2026-02-01');
    const before = life.decisions.length;
    life.until('2026-12-01');
    expect(life.decisions.length - before).toBeLessThan(4);
  });

  it('8: a reminder may come before the due day as well as after it', () => {
    const steps = [step('before', 'notice', -7, 'due'), step('after', 'notice', 1, 'due')];
    expect(
      debtor({ policy: policyWith({ steps }) })
        .until('2026-01-20')
        .story(),
    ).toEqual(['2026-01-09 before pre.2026-01-16', '2026-01-19 after 1.1']);
  });

  it('12: a debt that comes after a paid one begins at the first step', () => {
    const life = debtor().until('2026-02-05');
    life.pay('pay_1', 100_000n);
    life.invoice('inv_2', 100_000n, '2026-02-05');
    expect(life.until('2026-02-10').story('2026-02-06')).toEqual(['2026-02-09 reminder-1 2.1']);
  });

  it('19: an invoice is overdue from its first missed instalment', () => {
    const life = debtor({ amount: [30_000n, 70_000n] }).until('2026-01-20');
    expect(life.done.at(-1)?.effect).toMatchObject({ step: 'reminder-1', says: { amount: { minor: '30000' } } });
  });

  it('22: a block has an end, and lifts by itself', () => {
    const life = debtor().until('2026-01-18');
    life.command({ kind: 'dunning.pause', body: { until: '2026-02-02' } });
    expect(life.until('2026-02-03').story('2026-01-18')).toEqual(['2026-02-02 reminder-1 1.1']);
  });

  it('23: a part-paid invoice stays in reminders, with what is left', () => {
    const life = debtor().until('2026-01-18');
    life.pay('pay_1', 12_345n);
    life.until('2026-01-20');
    expect(life.done.at(-1)?.effect).toMatchObject({ says: { amount: { minor: '87655' } } });
  });

  it('24: credit that lay unapplied is no debt: it pays the next invoice before anybody is reminded', () => {
    const life = new ImaginedLife('2026-01-02');
    life.pay('pay_1', 100_000n);
    life.invoice('inv_1', 100_000n, '2026-01-16');
    expect(life.until('2026-03-01').story()).toEqual([]);
  });

  it('25: one reminder speaks of all that is overdue, and swallows nothing', () => {
    const life = debtor();
    life.invoice('inv_2', 5000n, '2026-01-17');
    life.until('2026-01-22');
    expect(life.done.at(-1)?.effect).toMatchObject({ says: { invoices: ['inv_1'] } });
    life.until('2026-01-27');
    expect(life.done.at(-1)?.effect).toMatchObject({ says: { invoices: ['inv_1', 'inv_2'] } });
  });

  it('26: an address that refuses mail is a task, and nothing is stuck', () => {
    const life = debtor();
    life.fails = (effect) => (effect.kind === 'notice' ? { kind: 'undeliverable', because: 'failed' } : null);
    life.until('2026-01-27');
    expect(life.story()).toEqual([
      '2026-01-13 courtesy pre.2026-01-16 undeliverable',
      '2026-01-19 reminder-1 1.1 undeliverable',
      '2026-01-26 reminder-2 1.1 undeliverable',
    ]);
    expect(life.account.tasks).toHaveLength(3);
  });

  it('29: an outage of days loses no reminder, and doubles none', () => {
    const life = debtor().until('2026-01-18');
    // Nobody looks for nine days: the next look makes up for it, in order, one step a day.
    life.now = Date.parse('2026-01-27T09:00:00Z');
    life.settle();
    expect(life.until('2026-02-12').story('2026-01-18')).toEqual([
      '2026-01-27 reminder-1 1.1',
      '2026-02-03 reminder-2 1.1',
      '2026-02-10 warning 1.1',
    ]);
  });

  it('30: as many reminders as one likes, at one’s own hours and on one’s own days', () => {
    const steps = Array.from({ length: 12 }, (_, index) =>
      step(`reminder-${index + 1}`, 'notice', 3 + 2 * index, 'due'),
    );
    const sendWindow = { from: '13:30', to: '14:00', weekdays: [2, 4] };
    const life = debtor({ policy: policyWith({ steps, sendWindow }) }).until('2026-03-15');
    expect(life.done).toHaveLength(12);
    expect(new Set(life.done.map(({ at }) => new Date(at).toISOString().slice(11, 16)))).toEqual(new Set(['12:30']));
  });

  it('31: no escalation is spent over a weekend', () => {
    const steps = [
      step('one', 'notice', 1, 'due'),
      step('two', 'notice', 1, 'previous'),
      step('three', 'notice', 1, 'previous'),
    ];
    // Due on Friday: Saturday and Sunday pass, and the three steps take Monday, Tuesday and Wednesday.
    expect(
      debtor({ policy: policyWith({ steps }) })
        .until('2026-01-31')
        .story(),
    ).toEqual(['2026-01-19 one 1.1', '2026-01-20 two 1.1', '2026-01-21 three 1.1']);
  });

  it('32: whoever has paid is back, though a newer invoice is open', () => {
    const life = debtor().until('2026-02-12');
    life.invoice('inv_2', 100_000n, '2026-02-26');
    life.pay('pay_1', 100_000n, [{ invoice: 'inv_1', amount: 100_000n }]);
    expect(life.look()).toMatchObject({ phase: 'active', service: 'on' });
  });

  it('35: a customer can be kept alive while past due', () => {
    const life = debtor().until('2026-02-08');
    life.command({ kind: 'dunning.pause', body: { until: '2026-06-01' } });
    expect(life.until('2026-05-31').look()).toMatchObject({ phase: 'dunning', service: 'on' });
  });

  it('36: what was overdue before the ladder was switched on is in it', () => {
    const none = policyWith({ steps: [step('nothing', 'call', 900, 'due')] });
    const life = debtor({ policy: none }).until('2026-03-02');
    life.activate(policyWith({ version: 2 }), 'migrate');
    expect(life.until('2026-03-03').story()).toEqual(['2026-03-02 reminder-1 1.1']);
  });

  it('41: a disputed invoice is not asked for', () => {
    const life = debtor();
    life.invoice('inv_2', 20_000n, '2026-01-16');
    life.dispute('dsp_1', 'inv_1', 100_000n);
    life.until('2026-01-20');
    expect(life.done.at(-1)?.effect).toMatchObject({ says: { amount: { minor: '20000' }, invoices: ['inv_2'] } });
  });
});
