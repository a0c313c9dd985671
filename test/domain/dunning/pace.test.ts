import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextSteps } from '../../../domain/next-steps.ts';
import { instantAt } from '../../../domain/calendar/day.ts';
import { DEFAULT_TERMS } from '../../../domain/policy/tier-terms.ts';
import { type Asked, ImaginedLife } from '../../support/imagined-life.ts';
import { policyWith, STANDARD } from '../../support/policies.ts';
import { aPlan, live, type Plan } from '../life/random-life.ts';

/** Warned on A + 4 instead of A + 17, and stopped on A + 11 instead of A + 24. */
const dunningDays = { 'reminder-1': 1, 'reminder-2': 1, warning: 2 };
const PACED = policyWith({ risk: { ...DEFAULT_TERMS, high: { ...DEFAULT_TERMS.high, dunningDays } } });

const hit = (life: ImaginedLife, cleared = false) =>
  life.post(
    cleared
      ? { kind: 'circumstance.cleared', effectiveOn: life.today, body: { circumstance: 'sanctionsHit' } }
      : { kind: 'circumstance.noted', effectiveOn: life.today, body: { circumstance: 'sanctionsHit', key: 'hit' } },
  );

/** Owes 500 zloty since Monday, 2026-02-02. */
function debtor({ risky = true, policy = PACED } = {}): ImaginedLife {
  const life = new ImaginedLife('2026-01-05', { policy });
  if (risky) hit(life);
  life.invoice('inv_1', 50_000n, '2026-02-02');
  return life;
}
const paces = (life: ImaginedLife) => life.told('case.paceChanged').map(({ body }) => body.pace);

describe('the pace of dunning', () => {
  it("is the ladder's own for a lower tier, and for every tier where the policy names no days", () => {
    const ordinary = debtor({ risky: false, policy: STANDARD }).until('2026-03-10');
    expect(debtor({ risky: false }).until('2026-03-10').story()).toEqual(ordinary.story());
    const untold = debtor({ policy: policyWith({ risk: DEFAULT_TERMS }) }).until('2026-03-10');
    expect(untold.story()).toEqual(ordinary.story());
    expect(untold.told('case.opened')[0]?.body).toEqual({ case: 1, by: 'policy' });
    expect(untold.told('step.done')[0]?.body).not.toHaveProperty('pace');
  });

  it('is faster for a high tier, and the case says so', () => {
    const life = debtor().until('2026-02-20');
    expect(life.story('2026-02-02')).toEqual([
      '2026-02-03 reminder-1 1.1',
      '2026-02-04 reminder-2 1.1',
      '2026-02-06 warning 1.1',
      '2026-02-13 stop sub_1',
    ]);
    expect(life.told('case.opened')[0]?.body).toEqual({ case: 1, by: 'policy', pace: 'high' });
  });

  it('never comes nearer to a warning than the terms allow', () => {
    const hasty = { ...dunningDays, suspend: 1 };
    const policy = policyWith({ risk: { ...DEFAULT_TERMS, high: { ...DEFAULT_TERMS.high, dunningDays: hasty } } });
    const life = debtor({ policy }).until('2026-02-20');
    expect(life.story('2026-02-05')).toEqual(['2026-02-06 warning 1.1', '2026-02-13 stop sub_1']);
  });

  it('is foretold before anything is due', () => {
    const life = debtor();
    const input = { policy: PACED, activePolicyVersion: 1, newId: life.newId };
    const steps = nextSteps(life.account, input, life.now, instantAt('2026-02-20', '00:00', 'Europe/Warsaw'));
    expect(steps.map(({ at, step }) => `${new Date(at).toISOString().slice(0, 10)} ${step}`)).toEqual([
      '2026-01-30 courtesy',
      '2026-02-03 reminder-1',
      '2026-02-04 reminder-2',
      '2026-02-06 warning',
      '2026-02-13 suspend',
    ]);
  });
});

describe('a tier that changes while a case is open', () => {
  it('takes the case on at the new pace, at its place', () => {
    const life = debtor({ risky: false }).until('2026-02-10');
    expect(life.story('2026-02-02')).toEqual(['2026-02-05 reminder-1 1.1']);
    hit(life);
    expect(paces(life)).toEqual(['high']);
    life.until('2026-02-14');
    expect(life.story('2026-02-10')).toEqual(['2026-02-10 reminder-2 1.1', '2026-02-12 warning 1.1']);
  });

  it('changes nothing once the customer was warned: the day that was named holds', () => {
    const life = debtor({ risky: false }).until('2026-02-21');
    const named = life.done.flatMap(({ effect }) => (effect.kind === 'notice' ? (effect.says.suspensionOn ?? []) : []));
    expect(named).toEqual(['2026-02-26']);
    expect(hit(life).nonEvents).toContainEqual({ what: 'pace', because: 'warned', detail: { tier: 'high' } });
    life.until('2026-03-05');
    expect(paces(life)).toEqual([]);
    expect(life.story('2026-02-20')).toEqual(['2026-02-26 stop sub_1']);
  });

  it('lets a case rest at its place when the tier falls, without asking twice', () => {
    const life = debtor().until('2026-02-05');
    hit(life, true);
    expect(paces(life)).toEqual(['medium']);
    life.until('2026-03-05');
    expect(life.story('2026-02-03')).toEqual([
      '2026-02-03 reminder-1 1.1',
      '2026-02-04 reminder-2 1.1',
      '2026-02-19 warning 1.1',
      '2026-02-26 stop sub_1',
    ]);
  });

  it('is taken on by the next case, and by one that a person starts', () => {
    const life = debtor({ risky: false }).until('2026-02-21');
    hit(life);
    life.pay('pay_1', 50_000n);
    life.invoice('inv_2', 4_000n, '2026-03-02');
    life.until('2026-03-04');
    const start: Asked = { kind: 'dunning.start', body: {} };
    expect(life.command(start)).toBe('applied');
    expect(life.told('case.opened').map(({ body }) => body.pace)).toEqual(['medium', 'high']);
  });
});

describe('whatever happens in a life whose tier rises and falls', () => {
  const paced = ({ policy, ...plan }: Plan): Plan => {
    const days = policy.steps.map(({ key, after }) => [key, Math.trunc(after.days / 2)] as const);
    const high = { ...DEFAULT_TERMS.high, dunningDays: Object.fromEntries(days) };
    return { ...plan, policy: { ...policy, risk: { ...DEFAULT_TERMS, high } } };
  };

  it('every decision comes to rest, and the pace never changes under a warning that stands', () => {
    fc.assert(
      fc.property(aPlan, (plan) => {
        let turns = 0;
        const life = live(paced(plan), {
          between: (lived) => {
            turns += 1;
            if (turns % 5 === 0) hit(lived, turns % 10 === 0);
            expect(lived.look().moves).toEqual([]);
          },
        });
        for (const { body, at } of life.told('step.done')) {
          const warning = life.policy.steps.find(({ key, mustPrecede }) => key === body.step && mustPrecede);
          if (warning === undefined) continue;
          const later = life.told('case.paceChanged').filter((fact) => fact.at > at && fact.body.case === body.case);
          const ended = life.facts.find(
            (fact) => fact.at >= at && (fact.kind === 'case.closed' || fact.kind === 'case.fellBack'),
          );
          for (const change of later)
            expect(ended && ended.at <= change.at, 'a pace changed under a warning').toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });
});
