import { describe, expect, it } from 'vitest';
import { debtor } from '../../support/debtor.ts';

const steps = (life: ReturnType<typeof debtor>) =>
  life.done.flatMap(({ day, effect }) =>
    effect.kind === 'notice' ? [`${day} ${effect.step}`] : [`${day} ${effect.kind}`],
  );

describe('a debtor whose service Microsoft has stopped', () => {
  it('is reminded of the money, and neither warned of losing what he has not nor suspended, until it is back', () => {
    const life = debtor().until('2026-01-25');
    life.subscription('sub_1', { actual: 'suspended' });
    life.settle();
    life.until('2026-03-10');
    expect(steps(life).some((step) => step.endsWith('reminder-2'))).toBe(true);
    expect(steps(life).filter((step) => /warning|stop/.test(step))).toEqual([]);
    expect(life.look()).toMatchObject({ phase: 'dunning', service: 'off', effects: [] });
    expect(life.look().nonEvents).toContainEqual({ what: 'step:warning', because: 'offForRules', detail: {} });
    expect(life.account.holds).toEqual([]);
    life.subscription('sub_1', { actual: 'active' });
    life.settle();
    life.until('2026-03-31');
    const after = steps(life).filter((step) => /warning|stop/.test(step));
    expect(after.map((step) => step.split(' ')[1])).toEqual(['warning', 'stop']);
  });

  it('is warned all the same while one of his subscriptions is on', () => {
    const life = debtor({ subscriptions: 2 }).until('2026-01-25');
    life.subscription('sub_1', { actual: 'suspended' });
    life.settle();
    life.until('2026-03-10');
    expect(life.story().filter((line) => line.includes('stop'))).toEqual([expect.stringContaining('stop sub_2')]);
  });

  it('is not warned while our own hold for the acceptable use policy keeps everything off', () => {
    const life = debtor().until('2026-01-25');
    const body = { hold: 'hld_aup', reason: 'aup', scope: 'account', until: null } as const;
    expect(life.command({ kind: 'hold.place', body })).toBe('applied');
    life.until('2026-03-10');
    expect(life.look().nonEvents).toContainEqual({ what: 'step:warning', because: 'offForRules', detail: {} });
    expect(steps(life).filter((step) => step.endsWith('warning'))).toEqual([]);
  });
});
