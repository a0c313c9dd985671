import { businessNow, type CustomerHead } from '../../db/customers.ts';
import { loadAccount } from '../../db/load-account.ts';
import { addDays, type Day, dayAt, startOfDay } from '../../domain/calendar/day.ts';
import type { NextStep } from '../../domain/decision.ts';
import { Refusal } from '../../domain/errors.ts';
import { nextSteps } from '../../domain/next-steps.ts';
import type { ApiDeps } from '../deps.ts';

/** Days that are looked ahead when nobody says how far, and the most that anybody may ask for. */
const USUALLY = 90;
const AT_MOST = 731;

/**
 * Lives the customer's life forward until a day begins, as the facts stand now. Nothing is recorded.
 * @param until a day in the customer's time zone.
 * @throws Refusal `day_has_passed`, `malformed`
 */
export async function foretell(
  { db, now, newId }: Pick<ApiDeps, 'db' | 'now' | 'newId'>,
  customer: CustomerHead,
  until: Day | undefined,
): Promise<readonly NextStep[]> {
  const from = businessNow(customer, now());
  const today = dayAt(from, customer.timeZone);
  const end = until ?? addDays(today, USUALLY);
  if (end <= today) throw new Refusal('day_has_passed', `the customer's today is ${today}`);
  if (end > addDays(today, AT_MOST)) {
    const errors = [{ pointer: 'until', message: `must be at most ${AT_MOST} days ahead` }];
    throw new Refusal('malformed', 'nobody looks so far ahead', errors);
  }
  const { account, policy, activePolicyVersion } = await loadAccount(db, customer);
  return nextSteps(account, { policy, activePolicyVersion, newId }, from, startOfDay(end, customer.timeZone));
}
