import { describe, expect, it } from 'vitest';
import { debtor } from '../../support/debtor.ts';
import { ImaginedLife } from '../../support/imagined-life.ts';
import { policyWith, STANDARD, step } from '../../support/policies.ts';

/** A second version: a longer way to the warning, and no second reminder. */
const SECOND = policyWith({
  version: 2,
  steps: [
    step('courtesy', 'notice', -5, 'due'),
    step('reminder-1', 'notice', 3, 'due'),
    step('warning', 'notice', 30, 'previous', { mustPrecede: 'suspend' }),
    step('suspend', 'suspend', 7, 'previous'),
  ],
});

describe('a new policy version', () => {
  it('is taken on at once by a customer without a case', () => {
    const life = debtor();
    life.activate(SECOND, 'freeze');
    expect(life.account.policy.version).toBe(2);
    expect(life.until('2026-01-14').story()).toEqual(['2026-01-12 courtesy pre.2026-01-16']);
  });

  it('is taken on by itself by a customer whom nobody told', () => {
    const life = debtor();
    life.policies.push(SECOND);
    life.until('2026-01-14');
    expect(life.account.policy.version).toBe(2);
    expect(life.told('policy.assigned')).toMatchObject([{ body: { version: 2, openCases: null } }]);
    expect(life.story()).toEqual(['2026-01-12 courtesy pre.2026-01-16']);
  });

  it('does nothing under the old version in the decision that takes on the new one', () => {
    const life = debtor().until('2026-01-13', '08:00');
    const late = new ImaginedLife('2026-01-02');
    late.invoice('inv_1', 100_000n, '2026-01-16');
    late.until('2026-01-13', '07:59');
    late.policies.push(policyWith({ version: 2, steps: STANDARD.steps.slice(1) }));
    expect(late.until('2026-01-14').story()).toEqual([]);
    expect(life.story()).toEqual(['2026-01-13 courtesy pre.2026-01-16']);
  });

  it('with `freeze` leaves an open case on its old one until it closes', () => {
    const life = debtor().until('2026-01-20');
    life.activate(SECOND, 'freeze');
    expect(life.until('2026-01-27').story('2026-01-20')).toEqual(['2026-01-26 reminder-2 1.1']);
    expect(life.account.policy.version).toBe(1);
    life.pay('pay_1', 100_000n);
    expect(life.account.policy.version).toBe(2);
    life.invoice('inv_2', 100_000n, '2026-02-20');
    expect(life.until('2026-02-19').story('2026-01-27')).toEqual(['2026-02-16 courtesy pre.2026-02-20']);
  });

  it('with `migrate` keeps the position and goes on under the new one', () => {
    const life = debtor().until('2026-01-20');
    life.activate(SECOND, 'migrate');
    // reminder-1 stands; the warning is 33 days after the due day.
    expect(life.until('2026-03-01').story('2026-01-20')).toEqual(['2026-02-18 warning 1.1', '2026-02-25 stop sub_1']);
  });

  it('with `migrate` from a step that is no more goes on above the highest one it still has', () => {
    const life = debtor().until('2026-01-27');
    life.activate(SECOND, 'migrate');
    expect(life.until('2026-02-20').story('2026-01-27')).toEqual(['2026-02-18 warning 1.1']);
  });

  it('with `restart` begins the ladder again, as new occurrences', () => {
    const life = debtor().until('2026-01-27');
    life.activate(SECOND, 'restart');
    expect(life.until('2026-03-10').story('2026-01-27')).toEqual([
      '2026-01-27 reminder-1 1.2',
      '2026-02-26 warning 1.1',
      '2026-03-05 stop sub_1',
    ]);
  });

  it('with `restart` keeps a suspended customer suspended, and places no second hold', () => {
    const life = debtor().until('2026-02-10');
    life.activate(SECOND, 'restart');
    life.until('2026-05-01');
    expect(life.look()).toMatchObject({ phase: 'suspended', service: 'off' });
    expect(life.account.holds).toHaveLength(1);
    expect(life.pay('pay_1', 100_000n)).toMatchObject({ phase: 'active', service: 'on' });
  });
});
