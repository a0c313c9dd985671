import { describe, expect, it } from 'vitest';
import { decide } from '../../domain/decide.ts';
import { foldFacts, NotALife } from '../../domain/account/fold.ts';
import type { PendingCommand } from '../../domain/commands/command.ts';
import { debtor } from '../support/debtor.ts';
import type { ImaginedLife } from '../support/imagined-life.ts';

function decided(life: ImaginedLife, pending: readonly PendingCommand[]) {
  const { account, policy, now, newId } = life;
  return decide(account, { policy, activePolicyVersion: policy.version, now, pending, newId });
}

describe('a decision', () => {
  it('judges commands in the order in which they were given, each upon the ones before it', () => {
    const life = debtor().until('2026-01-18');
    const pause = { kind: 'dunning.pause', body: { until: '2026-02-20' }, command: 'op_1', by: 'person' } as const;
    const resume = { kind: 'dunning.resume', body: {}, command: 'op_2', by: 'person' } as const;
    expect(decided(life, [pause, resume]).outcomes.map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
    expect(decided(life, [resume, pause]).outcomes).toMatchObject([
      { command: 'op_2', outcome: 'refused', code: 'wrong_phase' },
      { command: 'op_1', outcome: 'applied' },
    ]);
  });

  it('refuses one command without touching the next', () => {
    const life = debtor().until('2026-01-18');
    const amount = life.zloty(200_000n);
    const dispute = {
      kind: 'dispute.open',
      body: { dispute: 'd', invoice: 'inv_1', amount },
      command: 'op_1',
      by: 'x',
    } as const;
    const hold = {
      kind: 'hold.place',
      body: { hold: 'h', reason: 'aup', scope: 'account', until: null },
      command: 'op_2',
      by: 'x',
    } as const;
    const { outcomes, moves, effects } = decided(life, [dispute, hold]);
    expect(outcomes).toMatchObject([{ code: 'exceeds_open_amount' }, { outcome: 'applied' }]);
    expect(moves.map((move) => move.kind)).toEqual(['hold.placed']);
    expect(effects.map((effect) => effect.key)).toEqual(['stop/sub_1/1.0']);
  });

  it('lets a dispute come before the step that falls on the same instant', () => {
    const life = debtor().until('2026-02-09', '07:59');
    life.now = Date.parse('2026-02-09T07:00:00Z');
    expect(decided(life, []).effects.map(({ kind }) => kind)).toEqual(['stop']);
    const body = { dispute: 'd', invoice: 'inv_1', amount: life.zloty(100_000n) };
    expect(decided(life, [{ kind: 'dispute.open', body, command: 'op_1', by: 'person' }]).effects).toEqual([]);
  });

  it('says why: a reason for each thing that it makes true', () => {
    const life = debtor();
    life.now = Date.parse('2026-01-17T00:00:00Z');
    expect(decided(life, []).reasons).toEqual([{ code: 'step.lapsed' }, { code: 'case.opened' }]);
  });

  it('puts service before letters, because it hurts most when late', () => {
    const life = debtor().until('2026-01-19', '07:59');
    life.now = Date.parse('2026-01-19T07:00:00Z');
    const body = { hold: 'h', reason: 'fraud', scope: 'account', until: null } as const;
    const { effects } = decided(life, [{ kind: 'hold.place', body, command: 'op_1', by: 'analyst' }]);
    expect(effects.map((effect) => effect.key)).toEqual(['stop/sub_1/1.0', 'notice/dunning/reminder-1/1.1']);
  });

  it('asks for one stop of a subscription, though fraud and the ladder both want it at the same instant', () => {
    const life = debtor({ subscriptions: 2 }).until('2026-02-09', '07:59');
    life.now = Date.parse('2026-02-09T07:00:00Z');
    const body = { hold: 'h', reason: 'fraud', scope: { subscription: 'sub_1' }, until: null } as const;
    const { effects } = decided(life, [{ kind: 'hold.place', body, command: 'op_1', by: 'analyst' }]);
    expect(effects.map((effect) => effect.key)).toEqual(['stop/sub_1/1.0', 'stop/sub_2/1.0']);
  });

  it('stands still without a next wake when only a new fact can change it', () => {
    const life = debtor();
    life.pay('pay_1', 100_000n);
    expect(decided(life, [])).toMatchObject({ phase: 'active', wakeAt: null, nextStep: null, effects: [], moves: [] });
  });
});

describe('facts', () => {
  it('that do not begin with a registration are no life', () => {
    expect(() => foldFacts([])).toThrow(NotALife);
    expect(() => foldFacts(debtor().facts.slice(1))).toThrow(NotALife);
  });
});
