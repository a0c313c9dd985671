import type { Day, Instant } from '../domain/calendar/day.ts';
import type { Deviation } from '../domain/kyc/deviations.ts';
import type { Db } from './database.ts';
import { toDate, toInstant } from './database-time.ts';
import type { Statement } from './statement.ts';

/** A deviation with the wall instant at which it became known. */
export type DeviationRecord = Deviation & { readonly knownAt: Instant };

/** Keeps deviations, each once. */
export function deviationsStatement(customerId: string, found: readonly Deviation[], knownAt: Instant): Statement {
  const rows = found.map(({ kind, occurrence, subject, on }) => ({
    customer_id: customerId,
    occurrence,
    kind,
    subject,
    on_day: on,
    known_at: toDate(knownAt),
  }));
  return (trx) =>
    trx
      .insertInto('kyc_deviation')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .compile();
}

/** What was not as agreed, the newest first. */
export async function listDeviations(db: Db, customerId: string): Promise<readonly DeviationRecord[]> {
  const rows = await db
    .selectFrom('kyc_deviation')
    .selectAll()
    .where('customer_id', '=', customerId)
    .orderBy('on_day', 'desc')
    .orderBy('occurrence')
    .execute();
  return rows.map(({ kind, occurrence, subject, on_day: on, known_at }) => ({
    kind,
    occurrence,
    subject,
    on,
    knownAt: toInstant(known_at),
  }));
}

/** The day of the first deviation after somebody last looked at the customer; null when there is none. */
export function deviatedSince(found: readonly Deviation[], knownOn: Day | null): Day | null {
  const days = found.map(({ on }) => on).filter((on) => knownOn === null || on > knownOn);
  return days.toSorted()[0] ?? null;
}
