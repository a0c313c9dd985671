import { businessNow, lockCustomer } from '../../db/customers.ts';
import type { Statement } from '../../db/statement.ts';
import { writeChange } from '../../db/write-change.ts';
import type { ActivityDeps } from '../deps.ts';

/** What was arranged for a relationship of a customer's, for the customer's audit. Ids and codes. */
export interface Arrangement {
  readonly statement: Statement;
  readonly kind: `access.${string}`;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Writes it with its event, in one transaction under the customer's lock. No life takes a turn for it. */
export async function noteArrangement(
  { db, wallNow }: Pick<ActivityDeps, 'db' | 'wallNow'>,
  customerId: string,
  { statement, kind, body }: Arrangement,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const customer = await lockCustomer(trx, customerId);
    const recordedAt = wallNow();
    const event = { kind, actor: 'access', at: businessNow(customer, recordedAt), recordedAt, body };
    await writeChange(trx, customer, { statements: [statement], events: [event] });
  });
}
