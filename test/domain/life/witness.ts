import assert from 'node:assert/strict';
import type { Decision, Effect } from '../../../domain/decision.ts';
import { journalsOf } from '../../../domain/ledger/journal.ts';
import type { Policy } from '../../../domain/policy/policy.ts';
import type { ImaginedLife, Witness } from '../../support/imagined-life.ts';
import { daysFrom, isPolishRestDay, owed, owedItems, plusDays, pots, told } from './oracle.ts';

/**
 * What must hold whatever the kernel thinks. Everything is worked out from the facts by the oracle, from what Microsoft was
 * told, or from the clock on the customer's wall.
 */
export class Invariants implements Witness {
  readonly #renewalBefore = new Map<string, string>();
  /** Warnings under way to a suspension: for which anchor each was sent. One that was for an older debt is struck off. */
  readonly #warnings = new Map<string, string>();
  #journalled = 0;

  effect(life: ImaginedLife, effect: Effect): void {
    const { facts, today, policy } = life;
    if (effect.kind === 'notice' && effect.noticeKind === 'dunning') {
      inWorkingHours(life);
      const debt = owed(facts, today, policy.promise.toleranceDays);
      if (effect.rung?.case === null) assert.equal(debt.anchor, null, 'a courtesy beside overdue debt');
      else {
        assert.ok(debt.collectible > 0n, `${effect.step} to somebody who owes nothing`);
        assert.equal(BigInt(effect.says.amount.minor), debt.collectible, `${effect.step} asks for another sum`);
        isNotHeldBack(life);
      }
    }
    if (effect.kind === 'stop') {
      const held = stoppingHolds(life, effect.subscription);
      if (effect.step !== null) {
        inWorkingHours(life);
        this.#suspensionIsProven(life);
      } else assert.ok(held.length > 0, 'a stop without a hold');
      const { autoRenewEnabled, scheduled } = life.microsoft.seat(effect.subscription);
      this.#renewalBefore.set(effect.subscription, JSON.stringify({ autoRenewEnabled, scheduled }));
    }
    if (effect.kind === 'start') {
      assert.deepEqual(stoppingHolds(life, effect.subscription), [], 'a start against a hold');
      assert.ok(wasStoppedByUs(life, effect.subscription), 'a start of what we did not stop');
    }
  }

  decision(life: ImaginedLife, decision: Decision): void {
    const { account, facts, today, policy } = life;
    this.#reAnchor(life);
    moneyAddsUp(life);
    for (const fact of facts.slice(this.#journalled)) journalsOf(fact, account);
    this.#journalled = facts.length;
    const keys = decision.effects.map((effect) => effect.key);
    assert.equal(new Set(keys).size, keys.length, 'one effect twice in one decision');
    // Its row stays as it ended: asked for again it would never be done, and the life would ask for ever.
    for (const key of keys) assert.ok(!life.done.some(({ effect }) => effect.key === key), `${key} a second time`);
    if (decision.wakeAt !== life.now) {
      const debt = owed(facts, today, policy.promise.toleranceDays);
      const forDebt = activeHolds(life).filter((hold) => hold.reason === 'debt');
      if (debt.overdue === 0n) {
        assert.deepEqual(forDebt, [], 'held for a debt that is settled');
        assert.equal(account.dunning.case, null, 'a case about nothing');
      }
      if (account.onboarded && !account.closed && debt.collectible >= policy.minimumDebt.minor && debt.collectible > 0n)
        assert.notEqual(account.dunning.case, null, 'collectible debt without a case');
    }
    for (const move of decision.moves) {
      if (move.kind !== 'hold.placed' || move.body.reason !== 'debt') continue;
      if (move.body.placedBy === 'policy') inWorkingHours(life);
      const already = activeHolds(life).some(({ hold, reason }) => reason === 'debt' && hold !== move.body.hold);
      if (!already) this.#suspensionIsProven(life);
    }
    for (const [subscription, before] of this.#renewalBefore) {
      const known = account.subscriptions.get(subscription);
      if (known?.stoppedByUs !== false || known.ended || known.actual !== 'active') continue;
      const { autoRenewEnabled, scheduled } = life.microsoft.seat(subscription);
      assert.equal(JSON.stringify({ autoRenewEnabled, scheduled }), before, 'auto-renew did not come back');
      this.#renewalBefore.delete(subscription);
    }
  }

  /**
   * When the debt that a warning was about is gone, and the one that is left is not old enough to be warned of, that
   * warning is none any more, whatever becomes of the case later (Kill Bill #2297).
   */
  #reAnchor({ facts, policy, today }: ImaginedLife): void {
    const { anchor } = owed(facts, today, policy.promise.toleranceDays);
    const warnings = policy.steps.filter((step) => step.mustPrecede !== undefined);
    for (const { body } of told(facts, 'step.done')) {
      const key = `${body.step}/${body.occurrence}`;
      if (!this.#warnings.has(key) && warnings.some((step) => step.key === body.step))
        this.#warnings.set(key, body.anchor);
    }
    if (anchor === null || policy.onResume === 'clockStops') return;
    for (const [key, sentFor] of this.#warnings) {
      const index = policy.steps.findIndex((step) => step.key === key.slice(0, key.indexOf('/')));
      if (anchor > sentFor && plusDays(anchor, offset(policy, index)) > today) this.#warnings.set(key, '');
    }
  }

  /** Rule 4, from the facts: a delivered warning since the case opened, fell back below it or money was taken back. */
  #suspensionIsProven(life: ImaginedLife): void {
    const { facts, today, policy, now } = life;
    const debt = owed(facts, today, policy.promise.toleranceDays);
    assert.ok(debt.collectible > 0n, 'suspended although nothing is collectible');
    isNotHeldBack(life);
    const { terms } = life.account.traits;
    assert.ok(terms?.suspensionClause, 'suspended without a clause');
    const at = (key: string | null) => policy.steps.findIndex((step) => step.key === key);
    for (const warning of policy.steps.filter((step) => step.mustPrecede === 'suspend')) {
      const since = facts.findLastIndex(
        (fact) =>
          fact.kind === 'case.opened' ||
          (fact.kind === 'case.fellBack' && at(fact.body.toStep) < at(warning.key)) ||
          (fact.kind === 'payment.reversed' && fact.body.reopened.length > 0),
      );
      assert.ok(since >= 0, 'suspended without a case');
      const recent = facts.slice(since);
      const warned = told(recent, 'notice.accepted').findLast((fact) => fact.body.step === warning.key);
      assert.ok(warned, 'suspended without a fresh warning');
      assert.notEqual(
        this.#warnings.get(`${warning.key}/${warned.body.occurrence}`),
        '',
        'the warning was for an older debt',
      );
      const same = (body: { step: string; occurrence: string }) =>
        body.step === warning.key && body.occurrence === warned.body.occurrence;
      assert.ok(!told(recent, 'notice.undeliverable').some((fact) => same(fact.body)), 'the warning had bounced');
      const reported = told(recent, 'notice.delivered').some((fact) => same(fact.body));
      assert.ok(reported || now >= warned.at + policy.bounceWindowHours * 3_600_000, 'the warning may still bounce');
      const suspension = policy.steps.findIndex((step) => step.kind === 'suspend');
      const distance = Math.max(offset(policy, suspension) - offset(policy, at(warning.key)), terms.minimumNoticeDays);
      assert.ok(daysFrom(warned.effectiveOn, today) >= distance, `suspended ${distance} days too near to its warning`);
    }
  }
}

function offset(policy: Policy, index: number): number {
  let days = 0;
  for (const step of policy.steps.slice(0, index + 1))
    days = step.after.from === 'due' ? step.after.days : days + step.after.days;
  return days;
}

function isNotHeldBack({ facts, today }: ImaginedLife): void {
  const pause = facts.findLast((fact) => fact.kind === 'dunning.paused' || fact.kind === 'dunning.resumed');
  if (pause?.kind === 'dunning.paused') assert.ok(pause.body.until <= today, 'acted during a pause');
  const cleared = new Set(told(facts, 'unmatched.cleared').map((fact) => fact.body.payment));
  const suspected = told(facts, 'unmatched.suspected').filter((fact) => !cleared.has(fact.body.payment));
  assert.deepEqual(suspected, [], 'acted while unmatched money may be his');
}

/** 08:00 to 18:00 on the customer's wall, on a day on which people work. */
function inWorkingHours({ now, account, today }: ImaginedLife): void {
  const { timeZone } = account.traits;
  const hour = Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(now));
  assert.ok(hour >= 8 && hour < 18, `acted at ${hour} o'clock`);
  assert.ok(!isPolishRestDay(today), `acted on ${today}`);
}

function activeHolds({ facts }: ImaginedLife) {
  const gone = new Set(told(facts, 'hold.released').map((fact) => fact.body.hold));
  return told(facts, 'hold.placed')
    .map((fact) => fact.body)
    .filter((hold) => !gone.has(hold.hold));
}

function stoppingHolds(life: ImaginedLife, subscription: string) {
  return activeHolds(life).filter(
    ({ reason, scope }) => reason !== 'prepayment' && (scope === 'account' || scope.subscription === subscription),
  );
}

function wasStoppedByUs({ facts }: ImaginedLife, subscription: string): boolean {
  const ours = (kind: 'subscription.stopped' | 'subscription.restored') =>
    told(facts, kind).filter((fact) => fact.body.subscription === subscription).length;
  return ours('subscription.stopped') > ours('subscription.restored');
}

function moneyAddsUp({ facts, account }: ImaginedLife): void {
  const { prepaid, unapplied } = pots(facts);
  assert.deepEqual({ prepaid, unapplied }, { prepaid: account.prepaid, unapplied: account.unapplied });
  assert.ok(prepaid >= 0n && unapplied >= 0n, 'a pot below zero');
  const items = owedItems(facts);
  assert.ok(
    items.every((item) => item.open >= 0n && item.open <= item.amount),
    'an instalment paid twice',
  );
  if (unapplied > 0n)
    assert.ok(
      items.every((item) => item.open === 0n),
      'unapplied credit beside open debt',
    );
  for (const invoice of account.invoices.values()) {
    const mine = items.filter((item) => item.invoice === invoice.invoice);
    const open = mine.reduce((sum, item) => sum + item.open, 0n);
    assert.equal(
      invoice.instalments.reduce((sum, part) => sum + part.open, 0n),
      open,
    );
    const paid = invoice.allocations.reduce((sum, part) => sum + part.amount, 0n);
    assert.equal(
      open + paid + invoice.credited + invoice.writtenOff,
      invoice.total,
      `${invoice.invoice} does not add up`,
    );
  }
  const received = [...account.payments.values()].filter((payment) => !payment.reversed);
  const money = received.reduce((sum, payment) => sum + payment.amount, 0n);
  const lying = [...account.invoices.values()].flatMap((invoice) => invoice.allocations);
  assert.equal(lying.reduce((sum, part) => sum + part.amount, 0n) + prepaid + unapplied, money, 'money came or went');
}
