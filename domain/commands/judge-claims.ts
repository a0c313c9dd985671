import { addDays } from '../calendar/day.ts';
import type { StoredMoney } from '../facts/stored-money.ts';
import type { FactDraft } from '../facts/fact.ts';
import type { LadderContext } from '../dunning/ladder-context.ts';
import type { PendingCommand } from './command.ts';
import { type Judgement, refuse } from './judgement.ts';

/** What a customer claims or promises: disputes of a part of an invoice, promises to pay, payment plans. */
export function judgeClaim(
  context: LadderContext,
  command: PendingCommand<'dispute.open' | 'promise.make' | 'plan.agree'>,
): Judgement {
  switch (command.kind) {
    case 'dispute.open':
      return judgeDispute(context, command.body);
    case 'promise.make':
      return judgePromises(context, null, [command.body]);
    case 'plan.agree':
      return judgePromises(context, command.body.plan, command.body.instalments);
  }
}

function judgeDispute({ account, today }: LadderContext, body: PendingCommand<'dispute.open'>['body']): Judgement {
  const invoice = account.invoices.get(body.invoice);
  if (invoice === undefined) return refuse('not_found', 'the customer has no such invoice');
  const open = invoice.instalments.reduce((sum, part) => sum + part.open, 0n);
  const disputed = account.disputes
    .filter((known) => known.invoice === body.invoice && known.state === 'open')
    .reduce((sum, known) => sum + known.amount, 0n);
  const amount = BigInt(body.amount.minor);
  if (amount <= 0n) return refuse('exceeds_open_amount', 'a dispute is about an amount above zero');
  if (amount > open - disputed)
    return refuse('exceeds_open_amount', 'more is disputed than is open and undisputed on the invoice');
  return { drafts: [{ kind: 'dispute.opened', effectiveOn: today, body }] };
}

interface Promised {
  readonly promise: string;
  readonly amount: StoredMoney;
  readonly dueOn: string;
}

function judgePromises(
  { account, policy, standing, today }: LadderContext,
  plan: string | null,
  promises: readonly Promised[],
): Judgement {
  let sum = 0n;
  for (const promised of promises) {
    const amount = BigInt(promised.amount.minor);
    if (amount <= 0n) return refuse('exceeds_open_amount', 'a promise is about an amount above zero');
    if (promised.dueOn < today) return refuse('day_has_passed', 'a promise is for today or later');
    // A plan was agreed with somebody who may agree to plans; a single promise is bounded by the policy.
    if (plan === null && promised.dueOn > addDays(today, policy.promise.maximumDays)) {
      return refuse('promise_too_late', `a promise may lie at most ${policy.promise.maximumDays} days ahead`);
    }
    sum += amount;
  }
  const free = standing.open - standing.disputed - standing.promised;
  if (sum > free)
    return refuse('exceeds_open_amount', 'more is promised than is open and neither disputed nor promised');
  if (account.promises.some((known) => promises.some((promised) => promised.promise === known.promise)))
    return refuse('conflict', 'this promise exists already');
  const drafts = promises.map(
    (promised): FactDraft => ({ kind: 'promise.made', effectiveOn: today, body: { ...promised, plan } }),
  );
  return { drafts };
}
