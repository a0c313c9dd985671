import { dayAt, type Instant } from '../domain/calendar/day.ts';
import { businessNow, lockCustomer } from './customers.ts';
import type { Db } from './database.ts';
import { writeChange } from './write-change.ts';

/** Somebody who has been shown a customer's personal data. */
export interface Sight {
  readonly actor: string;
  readonly role: string;
  readonly customerId: string;
  readonly wallNow: Instant;
}

/** Audits that somebody saw a customer's personal data, the first time on a day (UTC). @throws UnknownCustomer */
export async function noteSight(db: Db, { actor, role, customerId, wallNow }: Sight): Promise<void> {
  const seen = { actor, customer_id: customerId, day: dayAt(wallNow, 'UTC') };
  const known = db
    .selectFrom('sight')
    .select('day')
    .where((eb) => eb.and(seen));
  if ((await known.executeTakeFirst()) !== undefined) return;
  await db.transaction().execute(async (trx) => {
    const customer = await lockCustomer(trx, customerId);
    const first = await trx
      .insertInto('sight')
      .values(seen)
      .onConflict((conflict) => conflict.doNothing())
      .returning('day')
      .executeTakeFirst();
    if (first === undefined) return;
    const at = businessNow(customer, wallNow);
    const event = { kind: 'personalData.read', actor, at, recordedAt: wallNow, body: { role } };
    await writeChange(trx, customer, { statements: [], events: [event] });
  });
}
