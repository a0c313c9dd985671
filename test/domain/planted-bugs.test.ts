import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Account } from '../../domain/account/account.ts';
import type { FactDraft } from '../../domain/facts/fact.ts';
import { KERNEL, type Kernel } from '../support/imagined-kernel.ts';
import { ImaginedLife } from '../support/imagined-life.ts';
import { policyWith, step } from '../support/policies.ts';
import { aPlan, live, type Plan } from './life/random-life.ts';
import { Invariants } from './life/witness.ts';

/*
 * Controls. Each bug below has been made by somebody once; the invariants of `life/witness.ts`, which the right kernel
 * keeps in `life/random-life.test.ts`, must find it. Seeds are fixed: a control does not depend on luck.
 */

/** Lives random lives with a broken kernel and answers what the witness said of the first one that went wrong. */
function found(bug: Partial<Kernel>, plans: fc.Arbitrary<Plan> = aPlan): string {
  const kernel = { ...KERNEL, ...bug };
  const property = fc.property(plans, (plan) => void live(plan, { witness: new Invariants(), kernel }));
  const outcome = fc.check(property, { seed: 20_261_122, numRuns: 3000, endOnFailure: true });
  return outcome.failed && outcome.errorInstance instanceof Error ? outcome.errorInstance.message : 'nothing';
}

/** Two debts, some days apart; the older one is paid after a while. */
const twoDebts: fc.Arbitrary<Plan> = fc
  .record({ plan: aPlan, apart: fc.integer({ min: 1, max: 20 }), until: fc.nat(600), after: fc.nat(600) })
  .map(({ plan, apart, until, after }) => ({
    ...plan,
    actions: [
      { does: 'invoice', parts: [60_000], dueIn: 0 },
      { does: 'invoice', parts: [50_000], dueIn: apart },
      { does: 'wait', hours: until },
      { does: 'pay', percent: 100, which: 0 },
      { does: 'wait', hours: after },
    ],
  }));

/** One debt, and a notice of it that comes back. */
const aBounce: fc.Arbitrary<Plan> = fc
  .record({ plan: aPlan, until: fc.nat(600), after: fc.nat(600) })
  .map(({ plan, until, after }) => ({
    ...plan,
    actions: [
      { does: 'invoice', parts: [60_000], dueIn: 0 },
      { does: 'wait', hours: until },
      { does: 'bounce' },
      { does: 'wait', hours: after },
    ],
  }));

/** A kernel that sees another account than the one there is. */
function seeing(other: (account: Account) => Account): Partial<Kernel> {
  return { decide: (account, input) => KERNEL.decide(other(account), input) };
}

/** A kernel that records something else than what came of an effect. */
function recording(change: (draft: FactDraft) => FactDraft | null): Partial<Kernel> {
  return {
    outcomeFacts: (...given) => KERNEL.outcomeFacts(...given).flatMap((draft) => change(draft) ?? []),
  };
}

describe('the invariants find', () => {
  it('a notice skipped when the oldest debt is paid', () => {
    const neverReAnchored = (account: Account): Account => ({
      ...account,
      dunning: {
        ...account.dunning,
        position: account.dunning.position.map((done) => ({ ...done, anchor: '9999-12-31' })),
      },
    });
    expect(found(seeing(neverReAnchored), twoDebts)).toMatch(/the warning was for an older debt/);
  });

  it('double allocation: a payment put on what an invoice was, not on what is left of it', () => {
    const atFaceValue = (account: Account): Account => ({
      ...account,
      invoices: new Map(
        [...account.invoices].map(([id, invoice]) => [
          id,
          { ...invoice, instalments: invoice.instalments.map((part) => ({ ...part, open: part.amount })) },
        ]),
      ),
    });
    const receivePayment: Kernel['receivePayment'] = (account, ...rest) =>
      KERNEL.receivePayment(atFaceValue(account), ...rest);
    expect(found({ receivePayment })).toMatch(/an instalment paid twice/);
  });

  it('suspension under dispute', () => {
    expect(found(seeing((account) => ({ ...account, disputes: [] })))).toMatch(
      /nothing is collectible|owes nothing|asks for another sum|a courtesy beside overdue debt/,
    );
  });

  it('reinstatement that releases a fraud hold with the debt hold', () => {
    const withFacts: Kernel['withFacts'] = (account, facts) => {
      const next = KERNEL.withFacts(account, facts);
      const released = facts.some((fact) => fact.kind === 'hold.released');
      return released ? { ...next, holds: next.holds.map((hold) => ({ ...hold, active: false })) } : next;
    };
    expect(found({ withFacts })).toMatch(/a start against a hold/);
  });

  it('a Saturday due day counted as late', () => {
    const issueInvoice: Kernel['issueInvoice'] = (account, ...rest) =>
      KERNEL.issueInvoice({ ...account, traits: { ...account.traits, country: 'CZ' } }, ...rest);
    expect(found({ issueInvoice })).toMatch(/a case about nothing|owes nothing|a courtesy|asks for another sum/);
  });

  it('lost auto-renew: no snapshot in `subscription.stopped`', () => {
    const forgetful = recording((draft) =>
      draft.kind === 'subscription.stopped'
        ? { ...draft, body: { ...draft.body, restorable: { autoRenewEnabled: false, scheduled: null } } }
        : draft,
    );
    expect(found(forgetful)).toMatch(/^auto-renew did not come back/);
  });

  it('a notice that is sent and not recorded as done', () => {
    const forgetful = recording((draft) => (draft.kind === 'step.done' ? null : draft));
    expect(found(forgetful)).toMatch(/a second time|do not come to rest/);
  });

  it('suspension during a pause', () => {
    const restless = seeing((account) => ({ ...account, dunning: { ...account.dunning, pausedUntil: null } }));
    expect(found(restless)).toBe('acted during a pause');
  });

  it('notices while unmatched money may be his', () => {
    expect(found(seeing((account) => ({ ...account, suspectedMoney: new Map() })))).toMatch(/unmatched money/);
  });

  it('suspension after a warning that bounced', () => {
    const deaf = seeing((account) => ({
      ...account,
      notices: new Map([...account.notices].map(([key, notice]) => [key, { ...notice, state: 'delivered' as const }])),
    }));
    expect(found(deaf, aBounce)).toBe('the warning had bounced');
  });

  it('suspension after a chargeback without a new warning', () => {
    const trusting = seeing((account) => ({
      ...account,
      dunning: {
        ...account.dunning,
        position: account.dunning.position.map((done) => ({ ...done, beforeReversal: false })),
      },
    }));
    expect(found(trusting)).toBe('suspended without a fresh warning');
  });

  it('suspension without terms that allow it', () => {
    const hopeful = seeing((account) => {
      const { terms } = account.traits;
      return { ...account, traits: { ...account.traits, terms: terms && { ...terms, suspensionClause: true } } };
    });
    expect(found(hopeful)).toBe('suspended without a clause');
  });

  it('suspension nearer to its warning than the terms allow', () => {
    const hasty = seeing((account) => {
      const { terms } = account.traits;
      return { ...account, traits: { ...account.traits, terms: terms && { ...terms, minimumNoticeDays: 0 } } };
    });
    expect(found(hasty)).toMatch(/days too near to its warning/);
  });

  it('a debt hold that outlives its debt', () => {
    const grudging: Partial<Kernel> = {
      decide: (account, input) => {
        const decision = KERNEL.decide(account, input);
        return { ...decision, moves: decision.moves.filter((move) => move.kind !== 'hold.released') };
      },
    };
    expect(found(grudging)).toMatch(/held for a debt that is settled/);
  });

  it('steps done at night', () => {
    const sleepless: Partial<Kernel> = {
      decide: (account, input) => {
        const sendWindow = { from: '00:00', to: '24:00', weekdays: [1, 2, 3, 4, 5, 6, 7] };
        return KERNEL.decide(account, { ...input, policy: { ...input.policy, sendWindow } });
      },
    };
    expect(found(sleepless)).toMatch(/acted at|acted on/);
  });
});

describe('a daylight-saving day shift', () => {
  const ALWAYS_OPEN = { from: '08:00', to: '18:00', weekdays: [1, 2, 3, 4, 5, 6, 7] };
  const policy = policyWith({
    sendWindow: ALWAYS_OPEN,
    holidays: 'none',
    steps: [1, 2, 3, 4, 5].map((days) => step(`day-${days}`, 'notice', days, 'due')),
  });

  /** Five notices on the five days around each change of the clocks, each at 08:00 on the customer's wall. */
  function keepsWallTime(kernel: Kernel): void {
    for (const [starts, due, first] of [
      ['2026-03-01', '2026-03-27', 28],
      ['2026-10-01', '2026-10-23', 24],
    ] as const) {
      const life = new ImaginedLife(starts, { policy, kernel });
      life.invoice('inv_1', 50_000n, due);
      life.untilInstant(Date.parse(due) + 8 * 86_400_000);
      const wall = new Intl.DateTimeFormat('sv-SE', {
        timeZone: 'Europe/Warsaw',
        dateStyle: 'short',
        timeStyle: 'short',
      });
      const days = Array.from(
        { length: 5 },
        (_, index) => new Date(Date.parse(`${due.slice(0, 8)}${first}`) + index * 86_400_000),
      );
      assert.deepEqual(
        life.done.map(({ at }) => wall.format(at)),
        days.map((day) => `${day.toISOString().slice(0, 10)} 08:00`),
      );
    }
  }

  it('is not there', () => {
    keepsWallTime(KERNEL);
  });

  it('is found where a zone is taken for a fixed offset', () => {
    const fixed = seeing((account) => ({ ...account, traits: { ...account.traits, timeZone: 'Etc/GMT-1' } }));
    expect(() => keepsWallTime({ ...KERNEL, ...fixed })).toThrow(assert.AssertionError);
  });

  it('is found where a day is taken for 24 hours', () => {
    const DAY = 86_400_000;
    const counting: Kernel['decide'] = (account, input) => {
      const decision = KERNEL.decide(account, input);
      if (decision.wakeAt === null || decision.wakeAt <= input.now) return decision;
      const days = Math.floor((decision.wakeAt - account.registeredAt) / DAY);
      return { ...decision, wakeAt: Math.max(input.now + 1, account.registeredAt + days * DAY + 3_600_000) };
    };
    expect(() => keepsWallTime({ ...KERNEL, decide: counting })).toThrow();
  });
});
