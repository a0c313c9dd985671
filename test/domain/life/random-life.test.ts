import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldFacts } from '../../../domain/account/fold.ts';
import { addDays, type Instant, instantAt } from '../../../domain/calendar/day.ts';
import { decide } from '../../../domain/decide.ts';
import type { Decision } from '../../../domain/decision.ts';
import { predict } from '../../../domain/predict.ts';
import type { ImaginedLife } from '../../support/imagined-life.ts';
import { aPlan, aRestlessPlan, live } from './random-life.ts';
import { Invariants } from './witness.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('whatever happens in a life', () => {
  it('nobody is asked for what he does not owe, stopped without proof or kept off for nothing, and the money adds up', () => {
    fc.assert(
      fc.property(aPlan, (plan) => void live(plan, { witness: new Invariants() })),
      { numRuns: 250 },
    );
  });

  it('nor when the policy changes under way, or the relationship ends', () => {
    fc.assert(
      fc.property(aRestlessPlan, (plan) => void live(plan, { witness: new Invariants() })),
      { numRuns: 100 },
    );
  });

  it('the same input gives the same decision, and deciding again at once changes nothing', () => {
    fc.assert(
      fc.property(aRestlessPlan, (plan) => {
        live(plan, {
          between: (life) => {
            const first = decideAt(life, life.now);
            expect(decideAt(life, life.now)).toEqual(first);
            expect(first.moves, 'the life had settled').toEqual([]);
          },
        });
      }),
      { numRuns: 60 },
    );
  });

  it('no wake is lost: before `wakeAt` the answer is the same at every hour', () => {
    fc.assert(
      fc.property(aRestlessPlan, (plan) => {
        let turn = 0;
        live(plan, { between: (life) => ((turn += 1) % 4 === 0 ? staysAsItIs(life) : undefined) });
      }),
      { numRuns: 40 },
    );
  });

  it('a prediction is what happens', () => {
    fc.assert(
      fc.property(aRestlessPlan, (plan) => {
        const life = live(plan);
        life.fails = () => null;
        const { account, now, policy, activePolicy } = life;
        const until = now + 120 * DAY;
        const input = { policy, activePolicyVersion: activePolicy.version, newId: ids() };
        const predicted = predict(account, input, now, until);
        const soFar = life.done.length;
        life.untilInstant(until - 1);
        const lived = life.done.slice(soFar).map(({ at, effect }) => ({ at, key: effect.key }));
        expect(predicted.happened.map(({ at, effect }) => ({ at, key: effect.key }))).toEqual(lived);
        expect(predicted.last.phase).toBe(decideAt(life, life.now).phase);
      }),
      { numRuns: 100 },
    );
  });

  it('what is shown as next is done at that instant, or it is said why not, unless something is to come before it', () => {
    fc.assert(
      fc.property(aRestlessPlan, (plan) => {
        const life = live(plan);
        life.fails = () => null;
        const { nextStep, wakeAt } = life.settle();
        if (nextStep === null || nextStep.at !== wakeAt) return;
        const before = life.told('step.done').length;
        life.untilInstant(nextStep.at);
        const done = life.told('step.done').slice(before);
        const held = life.look().nonEvents.filter(({ what }) => what === `step:${nextStep.step}`);
        if (held.length > 0) expect(done).toEqual([]);
        else expect(done.map(({ at, body }) => [at, body.step])).toEqual([[nextStep.at, nextStep.step]]);
      }),
      { numRuns: 100 },
    );
  });

  it('steps follow each other in the order of the ladder, one a day, each occurrence once', () => {
    fc.assert(
      fc.property(aPlan, (plan) => {
        const life = live(plan);
        const { facts, policy } = life;
        const done = life.told('step.done');
        expect(new Set(done.map(({ effectiveOn }) => effectiveOn)).size).toBe(done.length);
        expect(new Set(done.map(({ body }) => `${body.step}/${body.occurrence}`)).size).toBe(done.length);
        let reached = -1;
        const place = (step: string | null) => policy.steps.findIndex(({ key }) => key === step);
        for (const fact of facts) {
          if (fact.kind === 'case.opened') reached = lastPreDue(policy.steps);
          if (fact.kind === 'case.fellBack') reached = Math.max(place(fact.body.toStep), lastPreDue(policy.steps));
          if (fact.kind !== 'step.done' || fact.body.case === null) continue;
          if (policy.progress === 'sequential' && !fact.body.jumped) expect(place(fact.body.step)).toBe(reached + 1);
          expect(place(fact.body.step)).toBeGreaterThan(reached);
          reached = place(fact.body.step);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('facts folded one by one and all at once give the same account', () => {
    fc.assert(
      fc.property(aRestlessPlan, (plan) => {
        const life = live(plan);
        expect(foldFacts(life.facts)).toEqual(life.account);
      }),
      { numRuns: 60 },
    );
  });
});

function lastPreDue(steps: readonly { readonly after: { readonly days: number; readonly from: string } }[]): number {
  let offset = 0;
  return steps.findLastIndex((_, index) => {
    offset = 0;
    for (const { after } of steps.slice(0, index + 1)) offset = after.from === 'due' ? after.days : offset + after.days;
    return offset < 0;
  });
}

function ids(): (prefix: string) => string {
  let count = 0;
  return (prefix) => `${prefix}_later_${(count += 1)}`;
}

function decideAt({ account, policy, activePolicy }: ImaginedLife, now: Instant): Decision {
  return decide(account, { policy, activePolicyVersion: activePolicy.version, now, pending: [], newId: ids() });
}

/** Looks at every local midnight, opening and close of the send window until the life would wake, or for six weeks. */
function staysAsItIs(life: ImaginedLife): void {
  const { account, now, today } = life;
  const { timeZone } = account.traits;
  const first = decideAt(life, now);
  const known = new Set(reasonsNotToAct(first));
  const end = Math.min(first.wakeAt ?? Number.POSITIVE_INFINITY, now + 42 * DAY);
  for (let day = today; instantAt(day, '00:00', timeZone) < end; day = addDays(day, 1)) {
    for (const time of ['00:00', '08:00', '18:00']) {
      const instant = instantAt(day, time, timeZone);
      if (instant <= now || instant >= end) continue;
      const later = decideAt(life, instant);
      assert.equal(answer(later), answer(first), `at ${day} ${time}`);
      assert.deepEqual(
        reasonsNotToAct(later).filter((reason) => !known.has(reason)),
        [],
        `at ${day} ${time}`,
      );
    }
  }
}

/** What a decision says that somebody would act upon. */
function answer({ phase, service, moves, effects }: Decision): string {
  return JSON.stringify([phase, service, moves, effects.map(({ key }) => key)]);
}

/** They may end by themselves; a new one is news, and wants a decision that records it (rule 7). */
function reasonsNotToAct({ nonEvents }: Decision): string[] {
  return nonEvents.map(({ what, because }) => `${what} ${because}`);
}
