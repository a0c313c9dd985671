import { describe, expect, it } from 'vitest';
import type { Effect } from '../../domain/decision.ts';
import { type EffectOutcome, outcomeFacts, OutcomeMismatch } from '../../domain/outcomes.ts';
import { debtor } from '../support/debtor.ts';
import type { ImaginedLife } from '../support/imagined-life.ts';

function effectOf(life: ImaginedLife, kind: Effect['kind']): Effect {
  const found = life.done.findLast(({ effect }) => effect.kind === kind);
  if (found === undefined) throw new Error(`no ${kind} was done`);
  return found.effect;
}

function kinds(life: ImaginedLife, effect: Effect, outcome: EffectOutcome): string[] {
  return outcomeFacts(life.account, effect, outcome, life.today, life.newId).map((draft) => draft.kind);
}

describe('what comes of an effect', () => {
  const life = debtor().until('2026-02-10');

  it('of a reminder is that it was accepted and its step done, also when it could not be delivered', () => {
    const reminder = life.done.find(({ effect }) => effect.kind === 'notice')?.effect ?? effectOf(life, 'notice');
    expect(kinds(life, reminder, { kind: 'accepted' })).toEqual(['notice.accepted', 'step.done']);
    expect(kinds(life, reminder, { kind: 'undeliverable', because: 'failed' })).toEqual([
      'notice.undeliverable',
      'step.done',
    ]);
  });

  it('of a warning that could not be delivered is no step', () => {
    expect(kinds(life, effectOf(life, 'notice'), { kind: 'undeliverable', because: 'noContact' })).toEqual([
      'notice.undeliverable',
    ]);
  });

  it('of the first stop of a suspension is the hold; of a further one it is only the stop', () => {
    const stop = effectOf(life, 'stop');
    const outcome = { kind: 'stopped', restorable: { autoRenewEnabled: true, scheduled: null } } as const;
    expect(kinds(life, stop, outcome)).toEqual(['subscription.stopped']);
    const before = debtor().until('2026-02-09', '07:00');
    expect(kinds(before, stop, outcome)).toEqual(['subscription.stopped', 'hold.placed', 'step.done']);
  });

  it('is nothing yet when the outside world was away, and nothing at all when it was overtaken', () => {
    expect(kinds(life, effectOf(life, 'stop'), { kind: 'deferred', until: 1 })).toEqual(['effect.deferred']);
    expect(kinds(life, effectOf(life, 'stop'), { kind: 'overtaken' })).toEqual([]);
  });

  it('that belongs to another effect is a mistake of the activity', () => {
    const mismatches: (readonly [Effect['kind'], EffectOutcome])[] = [
      ['notice', { kind: 'ended', how: 'cancelled' }],
      ['stop', { kind: 'accepted' }],
      ['stop', { kind: 'charged', outcome: 'declined' }],
    ];
    for (const [kind, outcome] of mismatches)
      expect(() => kinds(life, effectOf(life, kind), outcome)).toThrow(OutcomeMismatch);
  });
});

describe('a notice that was on its way when its case closed', () => {
  it('was sent that day, and is no rung of the next case', () => {
    const life = debtor().until('2026-01-19', '07:30');
    let paid = false;
    life.fails = () => {
      if (!paid) {
        paid = true;
        life.record([{ kind: 'case.closed', effectiveOn: life.today, body: { case: 1 } }]);
        life.record([{ kind: 'case.opened', effectiveOn: life.today, body: { case: 2, by: 'policy' } }]);
      }
      return null;
    };
    life.until('2026-01-19', '09:00');
    expect(life.account.dunning).toMatchObject({ case: { number: 2 }, position: [], lastStepOn: '2026-01-19' });
    expect(life.until('2026-01-21').story('2026-01-19')).toEqual([
      '2026-01-19 reminder-1 1.1',
      '2026-01-20 reminder-1 2.1',
    ]);
  });
});
