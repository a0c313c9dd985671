import { budgetStatement, budgetSubject, latestBudget } from '../../db/budgets.ts';
import type { Change } from '../../db/change.ts';
import { dutyStatement } from '../../db/microsoft-duties.ts';
import { addDays, type Day } from '../../domain/calendar/day.ts';
import type { Money } from '../../domain/money.ts';
import { writeNote } from '../notes.ts';

/** What was agreed with the customer about a month's spending. */
export interface AgreedBudget {
  readonly monthly: Money;
  readonly agreedOn: Day;
  readonly agreedWith?: string | null | undefined;
  /** Per cent at which the customer is told; default 50, 80 and 100. */
  readonly thresholds?: readonly number[] | undefined;
  readonly expectedUsers?: number | null | undefined;
  readonly expectedLocations?: readonly string[] | null | undefined;
  readonly notes?: string | null | undefined;
}

export const DEFAULT_THRESHOLDS: readonly number[] = [50, 80, 100];
/** Needs change: what was agreed is talked about again a year later (practice 7). */
const REVIEW_AFTER_DAYS = 365;
/** What a note is to an agreement. */
export const AGREED_WITH_NOTE = 'agreedWith';

/** Keeps an agreement beside the facts of a change; from now on it is owed to Microsoft as well. */
export async function keepBudget(
  change: Change,
  agreed: AgreedBudget,
  { actor, wallNow }: { readonly actor: string; readonly wallNow: number },
): Promise<void> {
  const customerId = change.customer.id;
  const revision = ((await latestBudget(change.trx, customerId))?.revision ?? 0) + 1;
  const { monthly, agreedOn, thresholds = DEFAULT_THRESHOLDS } = agreed;
  const agreement = {
    revision,
    amount: monthly.minor,
    currency: monthly.currency,
    thresholds: [...new Set(thresholds)].toSorted((one, other) => one - other),
    agreedOn,
    expectedUsers: agreed.expectedUsers ?? null,
    expectedLocations: agreed.expectedLocations ?? [],
    reviewOn: addDays(agreedOn, REVIEW_AFTER_DAYS),
  };
  change.write(budgetStatement(customerId, agreement, { actor, wallNow }));
  change.write(dutyStatement(customerId, 'budget', {}, wallNow));
  change.audit('budget.agreed', { revision, thresholds: agreement.thresholds, reviewOn: agreement.reviewOn });
  const subject = budgetSubject(customerId, revision);
  const texts = { [AGREED_WITH_NOTE]: agreed.agreedWith, notes: agreed.notes };
  for (const [kind, text] of Object.entries(texts))
    if (text != null && text !== '') writeNote(change, { subject, kind, text, actor, wallNow });
}
