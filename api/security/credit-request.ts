import type { z } from 'zod';
import type { creditRequest, firstUsage } from '../../contracts/credit-requests.ts';
import { creditRequestStatement, creditUsedByTenant } from '../../db/credit-requests.ts';
import { dayAt } from '../../domain/calendar/day.ts';
import { Refusal } from '../../domain/errors.ts';
import type { CaseFactDraft } from '../../domain/security/case-facts.ts';
import { CREDIT_FROM, lastDayOf } from '../../domain/security/credit-request.ts';
import { isCauseFixed } from '../../domain/security/drill.ts';
import type { CaseContext } from './case-write.ts';

/** The first day of fraudulent usage starts the countdown. @throws Refusal `future_effective_day`, `credit_window_over` */
export function recordFirstUsage({ change, loaded }: CaseContext, { day }: z.output<typeof firstUsage>): CaseFactDraft {
  requirePast(change.now, day);
  if (day < CREDIT_FROM)
    throw new Refusal('credit_window_over', `Microsoft credits only what happened from ${CREDIT_FROM} on`);
  if (loaded.known.credit?.requested != null)
    throw new Refusal('conflict', 'the credit has been asked for: the day stands in that request');
  return { kind: 'case.firstUsageFound', body: { day } };
}

/**
 * Records the ticket of the request that was made in the Azure portal (practice 37). One that comes before the cause is fixed is
 * recorded and shown as such: Microsoft is likely to turn it down, and there is no second.
 * @throws Refusal `conflict`, `future_effective_day`, `credit_window_over`, `credit_already_requested`
 */
export async function recordCreditRequest(
  { change, loaded }: CaseContext,
  { ticket, filedOn }: z.output<typeof creditRequest>,
): Promise<CaseFactDraft> {
  const { credit, drill } = loaded.known;
  if (credit === null) throw new Refusal('conflict', 'record the first day of fraudulent usage first');
  requirePast(change.now, filedOn);
  const usedBy = (await creditUsedByTenant(change.trx, [change.customer.id])).get(change.customer.id);
  if (usedBy !== undefined) throw new Refusal('credit_already_requested', `it was asked for in case ${usedBy}`);
  if (filedOn < credit.firstUsageOn || filedOn > lastDayOf(credit))
    throw new Refusal('credit_window_over', `from ${credit.firstUsageOn} to ${lastDayOf(credit)}, in UTC`);
  const { tenant } = change.account.traits;
  if (tenant === null) throw new Refusal('conflict', 'the customer has no tenant on record');
  change.write(creditRequestStatement(tenant, loaded.id));
  return { kind: 'case.creditRequested', body: { ticket, filedOn, causeFixed: isCauseFixed(drill) } };
}

function requirePast(now: number, day: string): void {
  if (day > dayAt(now, 'UTC')) throw new Refusal('future_effective_day', `${day} has not been yet`);
}
