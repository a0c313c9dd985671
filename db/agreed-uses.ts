import { type Day, dayAt, type Instant } from '../domain/calendar/day.ts';
import type { Agreed } from '../domain/usage/agreed.ts';
import type { CustomerHead } from './customers.ts';
import type { Db } from './database.ts';
import { toInstant, toIso } from './database-time.ts';
import { insertRows } from './json-rows.ts';
import type { Statement } from './statement.ts';

/** What a customer told us beforehand, as a person of ours wrote it down. */
export interface AgreedUseRecord {
  readonly id: string;
  readonly kind: Agreed['kind'];
  readonly subject: string;
  /** Minor units of the customer's currency a day; null for an administrator. */
  readonly daily: bigint | null;
  readonly from: Day;
  readonly until: Day;
  /** Wall instants. */
  readonly knownAt: Instant;
  readonly withdrawnAt: Instant | null;
  readonly actor: string;
}

export function agreedUseStatement(customerId: string, record: Omit<AgreedUseRecord, 'withdrawnAt'>): Statement {
  const row = {
    id: record.id,
    customer_id: customerId,
    kind: record.kind,
    subject: record.subject,
    daily_minor: record.daily === null ? null : String(record.daily),
    from_day: record.from,
    until_day: record.until,
    known_at: toIso(record.knownAt),
    actor: record.actor,
  };
  return insertRows('agreed_use', Object.keys(row), [row]);
}

/** Ends an agreement that nobody has ended yet; what it has explained stays explained. */
export function withdrawalStatement(id: string, at: Instant): Statement {
  return (trx) =>
    trx
      .updateTable('agreed_use')
      .set({ withdrawn_at: new Date(at) })
      .where('id', '=', id)
      .where('withdrawn_at', 'is', null)
      .compile();
}

/** Everything that was ever agreed with a customer, the oldest first. */
export async function listAgreedUses(db: Db, customerId: string): Promise<readonly AgreedUseRecord[]> {
  const rows = await db
    .selectFrom('agreed_use')
    .selectAll()
    .where('customer_id', '=', customerId)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    subject: row.subject,
    daily: row.daily_minor,
    from: row.from_day,
    until: row.until_day,
    knownAt: toInstant(row.known_at),
    withdrawnAt: row.withdrawn_at === null ? null : toInstant(row.withdrawn_at),
    actor: row.actor,
  }));
}

/** The same as the watch reads it: one that was withdrawn holds up to that day. */
export async function agreedWith(
  db: Db,
  { id, timeZone }: Pick<CustomerHead, 'id' | 'timeZone'>,
): Promise<readonly Agreed[]> {
  const records = await listAgreedUses(db, id);
  return records.flatMap(({ kind, subject, daily, from, until, knownAt, withdrawnAt }): Agreed[] => {
    const lastDay = withdrawnAt === null ? until : earlier(until, dayAt(withdrawnAt, timeZone));
    if (lastDay < from) return [];
    const span = { subject, knownAt, from, until: lastDay };
    if (kind === 'administrator') return [{ ...span, kind }];
    return daily === null ? [] : [{ ...span, kind, daily }];
  });
}

function earlier(one: Day, other: Day): Day {
  return one < other ? one : other;
}
