import type { Instant } from '../domain/calendar/day.ts';
import type { FoundBefore } from '../domain/usage/news.ts';
import type { Db } from './database.ts';
import { toInstant, toIso } from './database-time.ts';
import { upsertRows } from './json-rows.ts';

/** What the watch has found of a customer so far. What was told in another currency is forgotten: it compares with nothing. */
export async function foundBefore(db: Db, customerId: string, currency: string): Promise<readonly FoundBefore[]> {
  const rows = await db
    .selectFrom('watch_found')
    .selectAll()
    .where('customer_id', '=', customerId)
    .where('currency', '=', currency)
    .execute();
  return rows.map(({ rule, subject, found_at, told_minor }) => ({
    rule,
    subject,
    at: toInstant(found_at),
    toldAtStake: told_minor,
  }));
}

/** Keeps what a look has found. */
export async function keepFound(
  db: Db,
  customerId: string,
  currency: string,
  found: readonly FoundBefore[],
): Promise<void> {
  if (found.length === 0) return;
  const rows = found.map(({ rule, subject, at, toldAtStake }) => ({
    customer_id: customerId,
    rule,
    subject,
    found_at: toIso(at),
    told_minor: String(toldAtStake),
    currency,
  }));
  await db.transaction().execute(async (trx) => {
    await trx.executeQuery(
      upsertRows('watch_found', ['customer_id', 'rule', 'subject'], Object.keys(rows[0] ?? {}), rows)(trx),
    );
  });
}

/** When something of a customer was last judged to be fraud, his time; null when nothing ever was. */
export async function lastFraudVerdict(db: Db, customerId: string): Promise<Instant | null> {
  const row = await db
    .selectFrom('security_case')
    .innerJoin('security_case_fact', 'security_case_fact.case_id', 'security_case.id')
    .select(({ fn }) => fn.max('security_case_fact.at').as('at'))
    .where('security_case.customer_id', '=', customerId)
    .where('security_case.verdict', '=', 'fraud')
    .where('security_case_fact.kind', '=', 'case.judged')
    .executeTakeFirst();
  return row?.at ? toInstant(row.at) : null;
}

/** Whether somebody is looking at a suspicion of fraud about this customer. */
export async function isSuspected(db: Db, customerId: string): Promise<boolean> {
  const row = await db
    .selectFrom('security_case')
    .select('id')
    .where('customer_id', '=', customerId)
    .where('kind', '=', 'fraud')
    .where('closed_at', 'is', null)
    .where('verdict', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
