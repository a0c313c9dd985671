import type { Account } from '../account/account.ts';
import { addDays, type Day } from '../calendar/day.ts';
import type { FactDraft } from '../facts/fact.ts';
import type { Policy } from '../policy/policy.ts';
import { promiseProgress } from '../receivables/standing.ts';

/** Promises that have come to their end: kept as soon as paid; partly kept or broken once the policy's tolerance has passed. */
export function promiseMoves(account: Account, policy: Policy, today: Day): readonly FactDraft[] {
  const moves: FactDraft[] = [];
  for (const { promise, kept } of promiseProgress(account)) {
    if (promise.state !== 'open') continue;
    const late = today > addDays(promise.dueOn, policy.promise.toleranceDays);
    const outcome = kept >= promise.amount ? 'kept' : !late ? null : kept > 0n ? 'partlyKept' : 'broken';
    if (outcome) moves.push({ kind: 'promise.ended', effectiveOn: today, body: { promise: promise.promise, outcome } });
  }
  return moves;
}

/** The next day on which an open promise runs out. */
export function nextPromiseEnd(account: Account, policy: Policy): Day | null {
  let next: Day | null = null;
  for (const promise of account.promises) {
    if (promise.state !== 'open') continue;
    const end = addDays(promise.dueOn, policy.promise.toleranceDays + 1);
    if (next === null || end < next) next = end;
  }
  return next;
}
