import { describe, expect, it } from 'vitest';
import { money } from '../../../domain/money.ts';
import { debtor } from '../../support/debtor.ts';
import type { ImaginedLife } from '../../support/imagined-life.ts';
import { policyWith, STANDARD, step } from '../../support/policies.ts';

function escalate(life: ImaginedLife, toStep: string): string {
  return life.command({ kind: 'dunning.escalate', body: { toStep } });
}

describe('an escalation', () => {
  it('jumps to a step, which is due at once; each step jumped over is on record', () => {
    const life = debtor().until('2026-01-20', '10:00');
    expect(escalate(life, 'warning')).toBe('applied');
    expect(life.story('2026-01-20')).toEqual(['2026-01-20 warning 1.1']);
    expect(life.told('step.lapsed').map(({ body }) => body)).toEqual([
      { case: 1, step: 'reminder-2', occurrence: '1.1', because: 'jumped' },
    ]);
    expect(life.told('step.done').at(-1)?.body).toMatchObject({ step: 'warning', jumped: true });
  });

  it('keeps the distance from warning to suspension', () => {
    const life = debtor().until('2026-01-20', '10:00');
    escalate(life, 'warning');
    // A + 24 is 9 February; the 27th, seven days after the warning, is too early for that.
    expect(life.until('2026-02-20').story('2026-01-21')).toEqual(['2026-02-09 stop sub_1']);
    const impatient = debtor().until('2026-01-20', '10:00');
    escalate(impatient, 'warning');
    impatient.until('2026-01-27', '10:00');
    expect(escalate(impatient, 'suspend')).toBe('applied');
    expect(impatient.story('2026-01-21')).toEqual(['2026-01-27 stop sub_1']);
  });

  it('waits for the next allowed hour, and for a day on which no other step was done', () => {
    const sunday = debtor().until('2026-01-18', '10:00');
    escalate(sunday, 'warning');
    expect(sunday.until('2026-01-20').story('2026-01-18')).toEqual(['2026-01-19 warning 1.1']);
    const sameDay = debtor().until('2026-01-19', '10:00');
    escalate(sameDay, 'warning');
    expect(sameDay.until('2026-01-21').story('2026-01-19')).toEqual([
      '2026-01-19 reminder-1 1.1',
      '2026-01-20 warning 1.1',
    ]);
  });

  it('does not ask the step’s condition, and the step stands without it', () => {
    const steps = STANDARD.steps.map((one) =>
      one.key === 'reminder-2' ? { ...one, when: { minimumDebt: money(900_000n, 'PLN') } } : one,
    );
    const life = debtor({ policy: policyWith({ steps }) }).until('2026-01-20');
    escalate(life, 'reminder-2');
    expect(life.until('2026-02-10').story('2026-01-20')).toEqual([
      '2026-01-20 reminder-2 1.1',
      '2026-02-02 warning 1.1',
      '2026-02-09 stop sub_1',
    ]);
  });

  it('past a warning is refused until the chain is complete, to whatever step', () => {
    const policy = policyWith({
      steps: [
        step('warning', 'notice', 3, 'due', { mustPrecede: 'suspend' }),
        step('call', 'call', 2, 'previous'),
        step('suspend', 'suspend', 5, 'previous'),
        step('terminate', 'terminate', 9, 'previous'),
      ],
    });
    const life = debtor({ policy }).until('2026-01-18');
    for (const toStep of ['call', 'suspend', 'terminate'])
      expect(escalate(life, toStep)).toBe('proof_chain_incomplete');
    life.until('2026-01-20');
    expect(escalate(life, 'suspend')).toBe('proof_chain_incomplete');
    expect(escalate(life, 'terminate')).toBe('proof_chain_incomplete');
    expect(escalate(life, 'call')).toBe('applied');
    expect(escalate(life.until('2026-01-26'), 'suspend')).toBe('applied');
  });

  it('is refused for a step that is unknown, done already, or meant for before the due day', () => {
    const life = debtor().until('2026-01-27');
    expect(escalate(life, 'lawsuit')).toBe('unknown_step');
    expect(escalate(life, 'reminder-1')).toBe('step_already_done');
    expect(escalate(life, 'reminder-2')).toBe('step_already_done');
    expect(escalate(life, 'courtesy')).toBe('step_already_done');
  });

  it('is refused without a case, or with one that is held', () => {
    expect(escalate(debtor(), 'warning')).toBe('wrong_phase');
    const life = debtor().until('2026-01-20');
    life.dispute('dsp_1', 'inv_1', 100_000n);
    expect(escalate(life, 'warning')).toBe('wrong_phase');
  });

  it('is judged upon what has become of the debt: not upon a warning that a payment has just made stale', () => {
    const life = debtor();
    life.invoice('inv_2', 100_000n, '2026-01-27');
    life.until('2026-02-09', '07:59');
    const wanted = [{ invoice: 'inv_1', amount: 100_000n }];
    const transfer = {
      payment: 'p',
      amount: 100_000n,
      method: 'card',
      receivedOn: life.today,
      wanted,
      prepayment: null,
    } as const;
    const posting = life.kernel.receivePayment(life.account, life.policy, transfer, life.today);
    // The payment is committed, and no turn has been taken since: command and payment are met by the same one.
    if ('draft' in posting) life.record([posting.draft]);
    expect(escalate(life, 'suspend')).toBe('proof_chain_incomplete');
    expect(life.hold('hld_x', 'debt')).toBe('proof_chain_incomplete');
  });
});
