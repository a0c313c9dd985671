import { createHmac } from 'node:crypto';
import type { Instant } from '../domain/calendar/day.ts';
import type { Trx } from './database.ts';
import { toDate } from './database-time.ts';
import type { SharedTraitKind } from './tables/kyc-tables.ts';

/** Something of a customer's that another may have as well, in one spelling for all who have it. */
export interface Trait {
  readonly kind: SharedTraitKind;
  readonly value: string;
}

/**
 * Notes that a customer has something, and answers which other customers have the same, by id. Only a digest is kept, salted
 * for this installation: without the salt it points to nothing, and it is told of nobody who is not asked about.
 */
export async function noteTrait(
  trx: Trx,
  customerId: string,
  { kind, value }: Trait,
  seenAt: Instant,
): Promise<readonly string[]> {
  const { salt } = await trx.selectFrom('digest_salt').select('salt').executeTakeFirstOrThrow();
  const digest = createHmac('sha256', salt).update(`${kind}\n${value}`).digest();
  await trx
    .insertInto('shared_trait')
    .values({ kind, digest, customer_id: customerId, seen_at: toDate(seenAt) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const others = await trx
    .selectFrom('shared_trait')
    .select('customer_id')
    .where('kind', '=', kind)
    .where('digest', '=', digest)
    .where('customer_id', '<>', customerId)
    .orderBy('customer_id')
    .execute();
  return others.map((row) => row.customer_id);
}
