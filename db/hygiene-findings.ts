import type { Insertable } from 'kysely';
import type { HygieneFinding } from '../domain/hygiene/finding.ts';
import type { Instant } from '../domain/calendar/day.ts';
import type { Db } from './database.ts';
import { toDate, toInstant } from './database-time.ts';
import { upsertRows } from './json-rows.ts';
import type { Statement } from './statement.ts';
import type { HygieneTables } from './tables/hygiene-tables.ts';

/** A user's name and address, kept because a finding or an exception is about that user. */
export interface DirectoryName {
  readonly userId: string;
  readonly userPrincipalName: string | null;
  readonly displayName: string | null;
}

/** A finding as it stands. Business instants. */
export interface KeptFinding extends HygieneFinding {
  readonly firstSeenAt: Instant;
  readonly acceptedUntil: Instant | null;
}

/** Rows of one statement: each takes ten parameters, of which PostgreSQL allows 65,535. */
const ROWS_AT_ONCE = 1_000;

/** Keeps what a look at `at` has found: what is new, what is still there, and what has gone. */
export function findingStatements(
  customerId: string,
  findings: readonly HygieneFinding[],
  at: Instant,
): readonly Statement[] {
  const seen = toDate(at);
  const goneUntilSeen: Statement = (trx) =>
    trx
      .updateTable('hygiene_finding')
      .set({ gone_at: seen })
      .where('customer_id', '=', customerId)
      .where('gone_at', 'is', null)
      .compile();
  const rows = findings.map(({ key, kind, user, sku, quantity, since }) => ({
    customer_id: customerId,
    key,
    kind,
    user_id: user,
    sku,
    quantity,
    since: since === null ? null : toDate(since),
    first_seen_at: seen,
    last_seen_at: seen,
  }));
  return [goneUntilSeen, ...inParts(rows).map((part) => keeping(part))];
}

/** What was there before keeps the instant at which it was first seen, and its acceptance. */
function keeping(rows: readonly Insertable<HygieneTables['hygiene_finding']>[]): Statement {
  return (trx) =>
    trx
      .insertInto('hygiene_finding')
      .values([...rows])
      .onConflict((conflict) =>
        conflict.columns(['customer_id', 'key']).doUpdateSet((of) => ({
          quantity: of.ref('excluded.quantity'),
          last_seen_at: of.ref('excluded.last_seen_at'),
          gone_at: null,
        })),
      )
      .compile();
}

function inParts<T>(rows: readonly T[]): readonly (readonly T[])[] {
  const count = Math.ceil(rows.length / ROWS_AT_ONCE);
  return Array.from({ length: count }, (_, index) => rows.slice(index * ROWS_AT_ONCE, (index + 1) * ROWS_AT_ONCE));
}

/** Keeps names. One that was erased comes back only where the customer's directory is still read. */
export function nameStatement(customerId: string, names: readonly DirectoryName[]): Statement {
  const rows = names.map(({ userId, userPrincipalName, displayName }) => ({
    customer_id: customerId,
    user_id: userId,
    user_principal_name: userPrincipalName,
    display_name: displayName,
  }));
  const columns = ['customer_id', 'user_id', 'user_principal_name', 'display_name'];
  return upsertRows('directory_person', ['customer_id', 'user_id'], columns, rows);
}

/** What the last look found. */
export async function currentFindings(db: Db, customerId: string): Promise<readonly KeptFinding[]> {
  const rows = await db
    .selectFrom('hygiene_finding')
    .selectAll()
    .where('customer_id', '=', customerId)
    .where('gone_at', 'is', null)
    .orderBy('key')
    .execute();
  return rows.map((row) => ({
    key: row.key,
    kind: row.kind,
    user: row.user_id,
    sku: row.sku,
    quantity: row.quantity,
    since: row.since && toInstant(row.since),
    firstSeenAt: toInstant(row.first_seen_at),
    acceptedUntil: row.accepted_until && toInstant(row.accepted_until),
  }));
}

/** Until when findings were accepted, by key; also those that are not there at present. */
export async function acceptances(db: Db, customerId: string): Promise<ReadonlyMap<string, Instant>> {
  const rows = await db
    .selectFrom('hygiene_finding')
    .select(['key', 'accepted_until'])
    .where('customer_id', '=', customerId)
    .where('accepted_until', 'is not', null)
    .execute();
  return new Map(rows.flatMap(({ key, accepted_until }) => (accepted_until ? [[key, toInstant(accepted_until)]] : [])));
}

export function acceptanceStatement(customerId: string, keys: readonly string[], until: Instant): Statement {
  return (trx) =>
    trx
      .updateTable('hygiene_finding')
      .set({ accepted_until: toDate(until) })
      .where('customer_id', '=', customerId)
      .where('key', 'in', [...keys])
      .compile();
}

/** Names by user; erased ones are left out. */
export async function namesOf(
  db: Db,
  customerId: string,
  users: readonly string[],
): Promise<ReadonlyMap<string, DirectoryName>> {
  if (users.length === 0) return new Map();
  const rows = await db
    .selectFrom('directory_person')
    .selectAll()
    .where('customer_id', '=', customerId)
    .where('user_id', 'in', [...users])
    .execute();
  return new Map(
    rows
      .filter((row) => row.user_principal_name !== null || row.display_name !== null)
      .map((row) => [
        row.user_id,
        { userId: row.user_id, userPrincipalName: row.user_principal_name, displayName: row.display_name },
      ]),
  );
}
