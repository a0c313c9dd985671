import { describe, expect, it } from 'vitest';
import { money } from '../../../domain/money.ts';
import { debtor } from '../../support/debtor.ts';
import { policyWith, STANDARD, step } from '../../support/policies.ts';

const MOST_SEVERE = policyWith({ progress: 'mostSevere' });

describe('a ladder that goes to the most severe step', () => {
  it('climbs like any other when nothing is late', () => {
    expect(debtor({ policy: MOST_SEVERE }).until('2026-03-01').story()).toEqual(
      debtor({ policy: STANDARD }).until('2026-03-01').story(),
    );
  });

  it('jumps to the highest step whose day has come, records each step jumped over, and never jumps over a warning', () => {
    const life = debtor({ policy: MOST_SEVERE }).until('2026-01-17');
    life.command({ kind: 'dunning.pause', body: { until: '2026-03-02' } });
    life.until('2026-03-03');
    expect(life.story('2026-01-17')).toEqual(['2026-03-02 warning 1.1']);
    expect(life.told('step.lapsed').map(({ body }) => [body.step, body.because])).toEqual([
      ['reminder-1', 'jumped'],
      ['reminder-2', 'jumped'],
    ]);
    expect(life.until('2026-03-20').story('2026-03-03')).toEqual(['2026-03-09 stop sub_1']);
  });

  it('goes past a step whose condition fails to one whose condition holds', () => {
    const policy = policyWith({
      progress: 'mostSevere',
      steps: [
        step('one', 'notice', 1, 'due', { when: { minimumCount: 3 } }),
        step('two', 'notice', 4, 'due', { when: { minimumDebt: money(90_000n, 'PLN') } }),
        step('three', 'notice', 6, 'due', { when: { minimumDebt: money(990_000n, 'PLN') } }),
      ],
    });
    const life = debtor({ policy }).until('2026-02-01');
    expect(life.story()).toEqual(['2026-01-20 two 1.1']);
    expect(life.told('step.lapsed').map(({ body }) => body.step)).toEqual(['one']);
  });

  it('takes a debt that grows overnight to the step it now deserves', () => {
    const policy = policyWith({
      progress: 'mostSevere',
      steps: [
        step('one', 'notice', 20, 'due'),
        step('big', 'notice', 2, 'due', { when: { minimumDebt: money(150_000n, 'PLN') } }),
      ],
    });
    const life = debtor({ policy });
    life.invoice('inv_2', 60_000n, '2026-01-27');
    expect(life.until('2026-01-31').story()).toEqual(['2026-01-28 big 1.1']);
  });

  it('never terminates before it has warned and waited, however late it is', () => {
    const steps = STANDARD.steps.map((one) => ({ ...one, approval: 'none' as const }));
    const life = debtor({ policy: policyWith({ progress: 'mostSevere', steps }) }).until('2026-01-17');
    life.command({ kind: 'dunning.pause', body: { until: '2026-09-01' } });
    life.until('2026-11-30');
    // Sixty days after the suspension is Saturday, 7 November.
    expect(life.story('2026-01-17').slice(0, 2)).toEqual(['2026-09-01 warning 1.1', '2026-09-08 stop sub_1']);
    expect(life.story('2026-09-09').at(0)).toBe('2026-11-09 termination 1');
  });

  it('is sent back by a smaller debt like any other, also to steps it had jumped over', () => {
    const life = debtor({ policy: MOST_SEVERE }).until('2026-01-17');
    life.invoice('inv_2', 100_000n, '2026-02-24');
    life.command({ kind: 'dunning.pause', body: { until: '2026-03-02' } });
    life.until('2026-03-03');
    life.pay('pay_1', 100_000n);
    expect(life.until('2026-03-12').story('2026-03-03')).toEqual([
      '2026-03-03 reminder-1 1.1',
      '2026-03-10 reminder-2 1.1',
    ]);
  });
});
