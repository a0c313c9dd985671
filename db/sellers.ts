import type { Selectable } from 'kysely';
import type { Instant } from '../domain/calendar/day.ts';
import type { Db, Trx } from './database.ts';
import { toDate, toInstant } from './database-time.ts';
import { idCursor, type Page, pageOf, type PageRequest } from './page.ts';
import type { Address, BankAccount, PartyTables } from './tables/party-tables.ts';

/** Who sells and is paid. */
export interface Seller {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly taxId: string | null;
  readonly addresses: readonly Address[];
  readonly bankAccounts: readonly BankAccount[];
  readonly numberSeries: Readonly<Record<string, unknown>>;
  /** Zone of accounting days. */
  readonly timeZone: string;
  readonly createdAt: Instant;
}

/** A seller by id or by key. */
export async function findSeller(db: Db, reference: string): Promise<Seller | undefined> {
  const row = await db
    .selectFrom('seller')
    .selectAll()
    .where((of) => of.or([of('id', '=', reference), of('key', '=', reference)]))
    .executeTakeFirst();
  return row && sellerOf(row);
}

export async function listSellers(db: Db, { limit, cursor }: PageRequest): Promise<Page<Seller>> {
  let query = db.selectFrom('seller').selectAll();
  if (cursor !== undefined) query = query.where('id', '>', idCursor('sel', cursor));
  const rows = await query
    .orderBy('id')
    .limit(limit + 1)
    .execute();
  return pageOf(rows.map(sellerOf), limit, (seller) => seller.id);
}

/** Makes a seller; false when its key is taken, and then nothing is changed. */
export async function insertSeller(db: Db, seller: Seller): Promise<boolean> {
  const made = await db
    .insertInto('seller')
    .values({ id: seller.id, key: seller.key, created_at: toDate(seller.createdAt), ...columnsOf(seller) })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('id')
    .executeTakeFirst();
  return made !== undefined;
}

export type SellerChange = Partial<Omit<Seller, 'id' | 'key' | 'createdAt'>>;

/** Changes a seller under its row's lock. False when there is none. */
export async function changeSeller(trx: Trx, id: string, change: SellerChange): Promise<boolean> {
  const row = await trx.selectFrom('seller').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (row === undefined) return false;
  await trx
    .updateTable('seller')
    .set({ ...columnsOf({ ...sellerOf(row), ...change }), revision: row.revision + 1 })
    .where('id', '=', id)
    .execute();
  return true;
}

function columnsOf(seller: Omit<Seller, 'id' | 'key' | 'createdAt'>) {
  return {
    name: seller.name,
    tax_id: seller.taxId,
    addresses: JSON.stringify(seller.addresses),
    bank_accounts: JSON.stringify(seller.bankAccounts),
    number_series: JSON.stringify(seller.numberSeries),
    time_zone: seller.timeZone,
  };
}

function sellerOf(row: Selectable<PartyTables['seller']>): Seller {
  return {
    id: row.id,
    key: row.key,
    name: row.name,
    taxId: row.tax_id,
    addresses: row.addresses,
    bankAccounts: row.bank_accounts,
    numberSeries: row.number_series,
    timeZone: row.time_zone,
    createdAt: toInstant(row.created_at),
  };
}
