import fc from 'fast-check';
import type { Effect } from '../../../domain/decision.ts';
import type { EffectOutcome } from '../../../domain/outcomes.ts';
import type { Policy } from '../../../domain/policy/policy.ts';
import type { ImaginedLife } from '../../support/imagined-life.ts';
import { aPolicy } from './random-policy.ts';
import { owed, owedItems, plusDays } from './oracle.ts';

const DAY = 86_400_000;

/** Something that people, banks or Microsoft do. Numbers are taken modulo what there is, so that every action shrinks well. */
export type Action =
  | { readonly does: 'wait'; readonly hours: number }
  | { readonly does: 'invoice'; readonly parts: readonly number[]; readonly dueIn: number }
  | { readonly does: 'pay'; readonly percent: number; readonly which: number | null }
  | { readonly does: 'prepay'; readonly amount: number }
  | { readonly does: 'reverse' | 'writeOff' | 'release' | 'retry' | 'approve' | 'refuse'; readonly which: number }
  | { readonly does: 'credit' | 'dispute'; readonly which: number; readonly percent: number }
  | { readonly does: 'resolve'; readonly which: number; readonly accepted: boolean }
  | { readonly does: 'promise'; readonly percent: number; readonly days: number }
  | { readonly does: 'pause'; readonly days: number }
  | { readonly does: 'resume' | 'start' | 'suspect' | 'clear' | 'bounce' | 'newContact' }
  | {
      readonly does: 'hold';
      readonly reason: 'debt' | 'fraud' | 'aup' | 'customer' | 'prepayment';
      readonly wide: boolean;
      readonly days: number | null;
    }
  | { readonly does: 'escalate'; readonly which: number }
  | { readonly does: 'terms'; readonly clause: boolean; readonly notice: number }
  | { readonly does: 'legalStatus'; readonly known: boolean }
  | { readonly does: 'elsewhere'; readonly which: number; readonly actual: 'active' | 'suspended' }
  | { readonly does: 'quantity'; readonly which: number; readonly seats: number }
  | { readonly does: 'leave'; readonly days: number }
  | { readonly does: 'activate'; readonly policy: Policy; readonly openCases: 'freeze' | 'migrate' | 'restart' }
  | { readonly does: 'trouble'; readonly kind: 'refused' | 'deferred' | 'undeliverable'; readonly times: number };

const which = fc.nat(9);
const percent = fc.constantFrom(1, 10, 33, 50, 90, 100, 120);
const mostly = fc.constantFrom(true, true, true, false);
const some = <T extends string>(...names: readonly T[]) => fc.constantFrom(...names);

/** Weighted like a bad year: mostly time and invoices that nobody pays, and now and then everything else. */
export const anAction: fc.Arbitrary<Action> = fc.oneof(
  weighing(14, {
    does: some('wait'),
    hours: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 24, max: 400 })),
  }),
  weighing(5, {
    does: some('invoice'),
    parts: fc.array(fc.integer({ min: 1, max: 60_000 }), { minLength: 1, maxLength: 3 }),
    dueIn: fc.nat(20),
  }),
  weighing(3, { does: some('pay'), percent, which: fc.option(which) }),
  weighing(1, { does: some('prepay'), amount: fc.integer({ min: 1, max: 50_000 }) }),
  weighing(1, { does: some('reverse', 'reverse', 'writeOff', 'retry'), which }),
  weighing(2, { does: some('approve', 'approve', 'approve', 'refuse'), which }),
  weighing(1, { does: some('release'), which }),
  weighing(1, { does: some('credit', 'dispute'), which, percent }),
  weighing(1, { does: some('resolve'), which, accepted: fc.boolean() }),
  weighing(1, { does: some('promise'), percent, days: fc.nat(20) }),
  weighing(1, { does: some('pause'), days: fc.integer({ min: 1, max: 30 }) }),
  weighing(1, { does: some('suspect') }),
  weighing(4, { does: some('resume', 'start', 'clear', 'clear', 'bounce', 'newContact') }),
  weighing(1, {
    does: some('hold'),
    reason: some('debt', 'debt', 'fraud', 'aup', 'customer', 'prepayment'),
    wide: fc.boolean(),
    days: fc.option(fc.integer({ min: 1, max: 20 })),
  }),
  weighing(1, { does: some('escalate'), which }),
  weighing(1, { does: some('terms'), clause: mostly, notice: fc.nat(20) }),
  weighing(1, { does: some('legalStatus'), known: mostly }),
  weighing(1, { does: some('elsewhere'), which, actual: some('active', 'suspended') }),
  weighing(1, {
    does: some('trouble'),
    kind: some('refused', 'deferred', 'undeliverable'),
    times: fc.integer({ min: 1, max: 3 }),
  }),
);

/** Rarer still: other quantities, the end of the relationship, and another version of the policy. */
export const aRareAction: fc.Arbitrary<Action> = fc.oneof(
  { weight: 30, arbitrary: anAction },
  weighing(1, { does: some('quantity'), which, seats: fc.integer({ min: 1, max: 9 }) }),
  weighing(1, { does: some('leave'), days: fc.nat(40) }),
  weighing(1, { does: some('activate'), policy: aPolicy, openCases: some('freeze', 'migrate', 'restart') }),
);

function weighing<T>(
  weight: number,
  parts: { [K in keyof T]: fc.Arbitrary<T[K]> },
): { weight: number; arbitrary: fc.Arbitrary<T> } {
  return { weight, arbitrary: fc.record(parts) as fc.Arbitrary<T> };
}

/** Does it, where it can be done; what does not fit the moment is left out. */
export function act(life: ImaginedLife, action: Action): void {
  const { account, facts, today, policy } = life;
  const id = (prefix: string) => life.newId(prefix);
  switch (action.does) {
    case 'wait':
      life.untilInstant(life.now + action.hours * 3_600_000);
      break;
    case 'invoice':
      life.invoice(id('inv'), action.parts.map(BigInt), plusDays(today, action.dueIn));
      break;
    case 'pay': {
      const { open } = owed(facts, today, policy.promise.toleranceDays);
      const item = pick(
        owedItems(facts).filter((known) => known.open > 0n),
        action.which,
      );
      const amount = share(item?.open ?? open, action.percent);
      const wanted = item && amount <= item.open ? [{ invoice: item.invoice, amount }] : null;
      if (amount > 0n) life.pay(id('pay'), amount, wanted);
      break;
    }
    case 'prepay': {
      const prepayment = id('prp');
      life.command({ kind: 'prepayment.request', body: { prepayment, amount: life.zloty(BigInt(action.amount)) } });
      life.pay(id('pay'), BigInt(action.amount) + 7n, null, prepayment);
      break;
    }
    case 'reverse': {
      const payment = pick(
        [...account.payments.values()].filter((known) => !known.reversed),
        action.which,
      );
      if (payment) life.reverse(payment.payment);
      break;
    }
    case 'writeOff': {
      const item = pick(
        owedItems(facts).filter((known) => known.open > 0n),
        action.which,
      );
      if (item) life.writeOff(item.invoice);
      break;
    }
    case 'credit': {
      const invoice = pick([...account.invoices.values()], action.which);
      const left = invoice ? invoice.total - invoice.credited - invoice.writtenOff : 0n;
      const amount = share(left, action.percent);
      if (invoice && amount > 0n && amount <= left) life.credit(invoice.invoice, amount);
      break;
    }
    case 'dispute': {
      const item = pick(
        owedItems(facts).filter((known) => known.open > 0n),
        action.which,
      );
      if (item) life.dispute(id('dsp'), item.invoice, share(item.open, action.percent));
      break;
    }
    case 'resolve': {
      const dispute = pick(
        account.disputes.filter((known) => known.state === 'open'),
        action.which,
      );
      if (dispute) life.resolve(dispute.dispute, action.accepted ? 'accepted' : 'rejected');
      break;
    }
    case 'promise': {
      const { open } = owed(facts, today, policy.promise.toleranceDays);
      life.promise(id('prm'), share(open, action.percent), plusDays(today, action.days));
      break;
    }
    case 'pause':
      life.command({ kind: 'dunning.pause', body: { until: plusDays(today, action.days) } });
      break;
    case 'resume':
      life.command({ kind: 'dunning.resume', body: {} });
      break;
    case 'start':
      life.command({ kind: 'dunning.start', body: {} });
      break;
    case 'suspect':
      life.suspect(id('pay'), 1n);
      break;
    case 'clear': {
      const [suspected] = account.suspectedMoney.keys();
      if (suspected !== undefined) life.clear(suspected);
      break;
    }
    case 'bounce': {
      const last = [...account.notices.values()].findLast((known) => known.noticeKind === 'dunning');
      if (last && last.state !== 'undeliverable') life.bounce(last.step);
      break;
    }
    case 'newContact':
      life.traits({ contactRevision: account.traits.contactRevision + 1 });
      break;
    case 'hold': {
      const [first] = account.subscriptions.keys();
      const scope = action.wide || first === undefined ? 'account' : { subscription: first };
      life.hold(id('hld'), action.reason, scope, action.days === null ? null : life.now + action.days * DAY);
      break;
    }
    case 'release': {
      const hold = pick(
        account.holds.filter((known) => known.active),
        action.which,
      );
      if (hold) life.command({ kind: 'hold.release', body: { hold: hold.hold } });
      break;
    }
    case 'escalate': {
      const step = pick(policy.steps, action.which);
      if (step) life.command({ kind: 'dunning.escalate', body: { toStep: step.key } });
      break;
    }
    case 'approve':
    case 'refuse': {
      const approval = pick(
        account.approvals.filter((known) => known.state === 'open'),
        action.which,
      );
      if (approval)
        life.command({ kind: 'approval.decide', body: { approval: approval.approval, decision: action.does } });
      break;
    }
    case 'terms': {
      const { terms } = account.traits;
      if (terms)
        life.traits({ terms: { ...terms, suspensionClause: action.clause, minimumNoticeDays: action.notice } });
      break;
    }
    case 'legalStatus':
      life.traits({ legalStatus: action.known ? 'company' : null });
      break;
    case 'elsewhere': {
      const known = pick([...account.subscriptions.keys()], action.which);
      if (known !== undefined) {
        life.subscription(known, { actual: action.actual });
        life.settle();
      }
      break;
    }
    case 'retry': {
      const known = pick(
        [...account.subscriptions.values()].filter((one) => one.refusals.length > 0),
        action.which,
      );
      if (known) life.command({ kind: 'subscription.retry', body: { subscription: known.subscription } });
      break;
    }
    case 'quantity': {
      const subscription = pick([...account.subscriptions.keys()], action.which);
      if (subscription !== undefined)
        life.command({ kind: 'subscription.setQuantity', body: { subscription, quantity: action.seats } });
      break;
    }
    case 'leave':
      life.command({ kind: 'offboarding.request', body: { on: plusDays(today, action.days) } });
      break;
    case 'activate':
      life.activate({ ...action.policy, version: life.activePolicy.version + 1 }, action.openCases);
      break;
    case 'trouble':
      life.fails = trouble(life, action.kind, action.times);
      break;
  }
}

/** The next effects go wrong in this way, where it is a way in which they can. */
function trouble(life: ImaginedLife, kind: 'refused' | 'deferred' | 'undeliverable', times: number) {
  let left = times;
  return (effect: Effect): EffectOutcome | null => {
    const fits = kind === 'deferred' || (kind === 'undeliverable') === (effect.kind === 'notice');
    if (left === 0 || !fits || (kind === 'refused' && effect.kind === 'charge')) return null;
    left -= 1;
    if (kind === 'deferred') return { kind, until: life.now + 5 * 3_600_000 };
    return kind === 'refused' ? { kind, code: 'imagined' } : { kind, because: 'failed' };
  };
}

function pick<T>(list: readonly T[], index: number | null): T | undefined {
  return index === null ? undefined : list[index % Math.max(1, list.length)];
}

function share(amount: bigint, parts: number): bigint {
  return (amount * BigInt(parts)) / 100n;
}
