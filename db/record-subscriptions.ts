import { differences, type SeenSubscription } from '../domain/service/differences.ts';
import type { ChangeRequest, Committed } from './change.ts';
import { commitChange } from './commit-change.ts';
import type { Db } from './database.ts';

/** A customer's subscriptions as read at Microsoft, and the fact version that was known when they were read. */
export interface Observation {
  readonly customer: string;
  readonly knownVersion: number;
  readonly seen: readonly SeenSubscription[];
}

/**
 * Records what differs from what we know, never overwriting anything at Microsoft (rule 11). A late read never wins: a
 * subscription with an effect under way is left out, and where anything was recorded since the read the whole of it is
 * out of date.
 * @returns what was committed, `result` being how many subscriptions differed; null when the read is out of date.
 */
export async function recordSubscriptions(
  db: Db,
  request: Omit<ChangeRequest, 'because'>,
  { customer, knownVersion, seen }: Observation,
): Promise<Committed<number> | null> {
  const committed = await commitChange(db, { ...request, customer, because: 'subscriptions' }, async (change) => {
    if (change.customer.factVersion !== knownVersion) return null;
    const busy = await change.trx
      .selectFrom('effect')
      .where('customer_id', '=', customer)
      .where('state', '=', 'sending')
      .select(['effect_key', 'body'])
      .execute();
    const drafts = differences(change.account, seen, change.today, change.newId).filter(
      // An add-on is under way with its base: the effect names it.
      ({ body: { subscription } }) =>
        !busy.some(
          ({ effect_key: key, body }) => key.includes(subscription) || JSON.stringify(body).includes(subscription),
        ),
    );
    if (drafts.length > 0) change.record(drafts);
    return drafts.length;
  });
  return committed.result === null ? null : { ...committed, result: committed.result };
}

/** The customer's tenant at Microsoft and the fact version at which it is so; undefined when none is linked. */
export async function linkedTenant(
  db: Db,
  customerId: string,
): Promise<{ readonly tenant: string; readonly knownVersion: number } | undefined> {
  const row = await db
    .selectFrom('customer')
    .where('id', '=', customerId)
    .select(['microsoft_tenant_id', 'fact_version'])
    .executeTakeFirst();
  return row?.microsoft_tenant_id == null
    ? undefined
    : { tenant: row.microsoft_tenant_id, knownVersion: row.fact_version };
}
