import { describe, expect, it } from 'vitest';
import { debtor } from '../../support/debtor.ts';
import type { ImaginedLife } from '../../support/imagined-life.ts';
import { policyWith, STANDARD, step } from '../../support/policies.ts';

describe('a call', () => {
  it('is a task for a collector, one for each call step, and the ladder goes on', () => {
    const policy = policyWith({
      steps: [
        step('first-call', 'call', 3, 'due'),
        step('second-call', 'call', 4, 'previous'),
        step('last', 'notice', 1, 'previous'),
      ],
    });
    const life = debtor({ policy }).until('2026-02-01');
    expect(life.account.tasks).toMatchObject([
      { what: 'call', key: 'first-call/1.1', open: true },
      { what: 'call', key: 'second-call/1.1', open: true },
    ]);
    expect(life.story()).toEqual(['2026-01-26 last 1.1']);
  });

  it('is done with when the task is closed, and closed only once', () => {
    const life = debtor({ policy: policyWith({ steps: [step('call', 'call', 3, 'due')] }) }).until('2026-02-01');
    const task = life.account.tasks[0]?.task ?? '';
    expect(life.command({ kind: 'task.close', body: { task } })).toBe('applied');
    expect(life.command({ kind: 'task.close', body: { task } })).toBe('conflict');
    expect(life.command({ kind: 'task.close', body: { task: 'tsk_none' } })).toBe('not_found');
  });
});

describe('a charge', () => {
  const policy = policyWith({ steps: [step('card', 'charge', 3, 'due'), step('after', 'notice', 1, 'previous')] });
  const card = (state: 'accepted' | 'refused', id: string) =>
    ({
      kind: 'instrument.recorded',
      effectiveOn: '2026-01-05',
      body: { instrument: id, funding: 'credit', state, gatewayPaymentMethod: `pm_${id}` },
    }) as const;

  it('retries the last accepted instrument for what is collectible', () => {
    const life = debtor({ policy });
    life.post(card('accepted', 'ins_1'), card('accepted', 'ins_2'), card('refused', 'ins_3'));
    life.until('2026-01-19');
    life.dispute('dsp_1', 'inv_1', 40_000n);
    life.until('2026-01-21');
    expect(life.done[0]?.effect).toMatchObject({
      kind: 'charge',
      amount: { minor: '60000' },
      gatewayPaymentMethod: 'pm_ins_2',
    });
    expect(life.story()).toEqual(['2026-01-19 charge card', '2026-01-20 after 1.1']);
  });

  it('without an instrument is tried, recorded and passed', () => {
    const life = debtor({ policy }).until('2026-01-21');
    expect(life.told('charge.attempted')).toMatchObject([
      { body: { outcome: 'noInstrument', step: 'card', occurrence: '1.1' } },
    ]);
    expect(life.story()).toEqual(['2026-01-19 charge card', '2026-01-20 after 1.1']);
  });
});

describe('a handover', () => {
  it('is a task, and may come after the end of service', () => {
    const policy = policyWith({
      steps: [
        step('warning', 'notice', 3, 'due', { mustPrecede: 'terminate' }),
        step('terminate', 'terminate', 7, 'previous'),
        step('agency', 'handover', 7, 'previous'),
      ],
    });
    const life = debtor({ policy }).until('2026-02-10');
    expect(life.look()).toMatchObject({ phase: 'terminating', service: 'none' });
    expect(life.account.tasks.map((task) => task.key)).toEqual(['finalInvoice', 'agency/1.1']);
  });
});

describe('a termination', () => {
  const unapproved = STANDARD.steps.map((one) => ({ ...one, approval: 'none' as const }));

  it('ends the relationship: notice, every subscription, final invoice', () => {
    const life = debtor({ policy: policyWith({ steps: unapproved }), subscriptions: 2 }).until('2026-05-01');
    expect(life.story('2026-03-01')).toEqual([
      '2026-04-10 termination 1',
      '2026-04-10 end sub_1',
      '2026-04-10 end sub_2',
    ]);
    expect(life.look().phase).toBe('terminating');
    expect(life.told('offboarding.requested')).toMatchObject([{ body: { on: '2026-04-10', by: 'policy' } }]);
  });

  it('waits for unmatched money, a pause, and terms, like a suspension', () => {
    const life = debtor({ policy: policyWith({ steps: unapproved }) }).until('2026-04-09');
    life.suspect('pay_x', 1n);
    expect(life.until('2026-04-20', '10:00').look()).toMatchObject({
      phase: 'suspended',
      nonEvents: [{ because: 'unmatchedMoney' }],
    });
    life.clear('pay_x');
    expect(life.look().phase).toBe('terminating');
  });

  it('does not begin the end a second time when a person has begun it', () => {
    const life = debtor({ policy: policyWith({ steps: unapproved }) }).until('2026-03-01');
    life.command({ kind: 'offboarding.request', body: { on: '2026-03-10' } });
    life.until('2026-05-01');
    expect(life.told('offboarding.requested')).toHaveLength(1);
    expect(life.story('2026-03-01')).toEqual(['2026-03-10 termination 1', '2026-03-10 end sub_1']);
  });
});

describe('a step that needs a second person', () => {
  const steps = STANDARD.steps.map((one) => (one.kind === 'suspend' ? { ...one, approval: 'fourEyes' as const } : one));
  const policy = policyWith({ steps });
  const decide = (life: ImaginedLife, decision: 'approve' | 'refuse') => {
    const approval = life.account.approvals.findLast((known) => known.state === 'open')?.approval ?? 'none';
    return life.command({ kind: 'approval.decide', body: { approval, decision } });
  };

  it('asks once, on its day, waits, and is done when approved', () => {
    const life = debtor({ policy }).until('2026-02-16', '10:00');
    expect(life.told('approval.requested')).toMatchObject([{ effectiveOn: '2026-02-09', body: { subject: 'step' } }]);
    expect(life.look()).toMatchObject({
      phase: 'dunning',
      nonEvents: [{ what: 'step:suspend', because: 'awaitingApproval' }],
    });
    expect(decide(life, 'approve')).toBe('applied');
    expect(life.story('2026-02-09')).toEqual(['2026-02-16 stop sub_1']);
  });

  it('approved at night is done in the morning', () => {
    const life = debtor({ policy }).until('2026-02-13', '22:00');
    decide(life, 'approve');
    expect(life.until('2026-02-17').story('2026-02-09')).toEqual(['2026-02-16 stop sub_1']);
  });

  it('is not done when refused, and says so', () => {
    const life = debtor({ policy }).until('2026-02-16');
    expect(decide(life, 'refuse')).toBe('applied');
    expect(decide(life, 'approve')).toBe('not_found');
    expect(life.until('2026-06-01').look().nonEvents).toMatchObject([
      { what: 'step:suspend', because: 'approvalRefused' },
    ]);
    expect(life.story('2026-02-09')).toEqual([]);
  });

  it('asks anew when the case has fallen back and climbed again: nobody is stopped by an old approval', () => {
    const life = debtor({ policy });
    life.invoice('inv_2', 100_000n, '2026-02-03');
    life.until('2026-02-14', '12:00');
    decide(life, 'approve');
    life.pay('pay_1', 100_000n, [{ invoice: 'inv_1', amount: 100_000n }]);
    life.until('2026-03-31');
    expect(life.story('2026-02-14')).toEqual(['2026-02-20 warning 1.2']);
    expect(life.told('approval.requested')).toHaveLength(2);
    decide(life, 'approve');
    expect(life.until('2026-04-01').story('2026-02-21')).toEqual(['2026-03-31 stop sub_1']);
  });
});
