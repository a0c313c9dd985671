import { sql } from 'kysely';
import type { Day, Instant } from '../domain/calendar/day.ts';
import type { Hit, ListedParty } from '../domain/kyc/screening.ts';
import type { Db, Trx } from './database.ts';
import { toDate, toInstant } from './database-time.ts';
import type { Statement } from './statement.ts';

/** The one list that is screened against. */
const SOURCE = 'eu';

/** An edition as it is kept. */
export interface KeptList {
  readonly etag: string | null;
  readonly sha256: string;
  readonly publishedOn: Day | null;
  readonly parties: readonly ListedParty[];
}

/** What is needed to ask for the next edition, without the parties. */
export async function listMark(
  db: Db,
): Promise<{ readonly etag: string | null; readonly sha256: string; readonly askedAt: Instant } | undefined> {
  const row = await db
    .selectFrom('sanctions_list')
    .select(['etag', 'sha256', 'asked_at'])
    .where('source', '=', SOURCE)
    .executeTakeFirst();
  return row && { etag: row.etag, sha256: row.sha256, askedAt: toInstant(row.asked_at) };
}

export async function keepList(db: Db, list: KeptList, at: Instant): Promise<void> {
  const row = {
    etag: list.etag,
    sha256: list.sha256,
    published_on: list.publishedOn,
    parties: JSON.stringify(list.parties),
    fetched_at: toDate(at),
    asked_at: toDate(at),
  };
  await db
    .insertInto('sanctions_list')
    .values({ source: SOURCE, ...row, alarmed_on: null })
    .onConflict((conflict) => conflict.column('source').doUpdateSet(row))
    .execute();
}

/** The server said that there is no other edition. */
export async function noteAsked(db: Db, at: Instant): Promise<void> {
  await db
    .updateTable('sanctions_list')
    .set({ asked_at: toDate(at) })
    .where('source', '=', SOURCE)
    .execute();
}

export async function listedParties(db: Db): Promise<readonly ListedParty[]> {
  const row = await db.selectFrom('sanctions_list').select('parties').where('source', '=', SOURCE).executeTakeFirst();
  return row?.parties ?? [];
}

/** True for the first who tells today that the list has not been had. */
export async function claimListAlarm(trx: Trx, today: Day): Promise<boolean> {
  const row = await trx
    .updateTable('sanctions_list')
    .set({ alarmed_on: today })
    .where('source', '=', SOURCE)
    .where((where) => where.or([where('alarmed_on', 'is', null), where('alarmed_on', '<', today)]))
    .returning('source')
    .executeTakeFirst();
  return row !== undefined;
}

/** A live customer who was not screened under this list and its present names, with those names. */
export interface ToScreen {
  readonly customerId: string;
  readonly profileRevision: number;
  readonly contactRevision: number;
  readonly names: readonly string[];
  /** Parties that were hits already: a person has been asked about them. */
  readonly knownHits: readonly string[];
}

/** The same list and the same names are no work: such customers are not even read. In the order of ids, after one of them. */
export async function customersToScreen(
  db: Db,
  list: string,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<readonly ToScreen[]> {
  const { rows } = await sql<ToScreen>`
    select customer.id as "customerId", coalesce(profile.revision, 0) as "profileRevision",
           customer.contact_revision as "contactRevision",
           array_remove(array_append(coalesce(
             (select array_agg(contact.name) from customer_contact contact
              where contact.customer_id = customer.id and contact.revision = customer.contact_revision),
             array[]::text[]), profile.name), null) as names,
           coalesce((select array_agg(hit ->> 'party') from jsonb_array_elements(screening.hits) hit),
                    array[]::text[]) as "knownHits"
    from customer
    left join customer_profile profile on profile.customer_id = customer.id
    left join screening on screening.customer_id = customer.id
    where customer.clock_mode = 'live' and customer.phase not in ('closed', 'refused') and customer.id > ${after}
      and (screening.list_sha256, screening.profile_revision, screening.contact_revision)
          is distinct from (${list}, coalesce(profile.revision, 0), customer.contact_revision)
    order by customer.id limit ${limit}`.execute(db);
  return rows;
}

/** Keeps what a screening found. */
export function screeningStatement(
  { customerId, profileRevision, contactRevision }: ToScreen,
  list: string,
  hits: readonly Hit[],
  at: Instant,
): Statement {
  const row = {
    list_sha256: list,
    profile_revision: profileRevision,
    contact_revision: contactRevision,
    screened_at: toDate(at),
    hits: JSON.stringify(hits),
  };
  return (trx) =>
    trx
      .insertInto('screening')
      .values({ customer_id: customerId, ...row })
      .onConflict((conflict) => conflict.column('customer_id').doUpdateSet(row))
      .compile();
}

/** A customer's last screening; null before the first. */
export async function findScreening(
  db: Db,
  customerId: string,
): Promise<{ readonly at: Instant; readonly list: string; readonly hits: readonly Hit[] } | null> {
  const row = await db.selectFrom('screening').selectAll().where('customer_id', '=', customerId).executeTakeFirst();
  return row === undefined ? null : { at: toInstant(row.screened_at), list: row.list_sha256, hits: row.hits };
}
