import { createHmac } from 'node:crypto';
import type { Instant } from '../domain/calendar/day.ts';
import type { Db } from './database.ts';
import { toDate } from './database-time.ts';
import type { Role } from './tables/machinery-tables.ts';

/** A program, or a person in the times before sign-in, that may call the API in one role. */
export interface ServiceToken {
  readonly id: string;
  readonly role: Role;
  readonly name: string;
}

/** What is kept of a token: without the pepper, which is not in the database, not even a guess can be tried. */
export function tokenHash(token: string, pepper: string): Uint8Array {
  return createHmac('sha256', pepper).update(token, 'utf8').digest();
}

/** The token's owner; undefined when it is unknown or revoked. */
export async function findServiceToken(db: Db, token: string, pepper: string): Promise<ServiceToken | undefined> {
  return await db
    .selectFrom('service_token')
    .select(['id', 'role', 'name'])
    .where('hash', '=', tokenHash(token, pepper))
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
}

export interface TokenToEnsure extends ServiceToken {
  readonly token: string;
  readonly pepper: string;
  readonly wallNow: Instant;
}

/** Makes this token the one valid token of its name: made when it is not known, and any other of that name revoked. */
export async function ensureServiceToken(
  db: Db,
  { id, role, name, token, pepper, wallNow }: TokenToEnsure,
): Promise<void> {
  const hash = tokenHash(token, pepper);
  await db.transaction().execute(async (trx) => {
    await trx
      .updateTable('service_token')
      .set({ revoked_at: toDate(wallNow) })
      .where('name', '=', name)
      .where('revoked_at', 'is', null)
      .where((of) => of.or([of('hash', '!=', hash), of('role', '!=', role)]))
      .execute();
    await trx
      .insertInto('service_token')
      .values({ id, role, name, hash, created_at: toDate(wallNow), revoked_at: null })
      .onConflict((conflict) => conflict.column('hash').doNothing())
      .execute();
  });
}

/** Revokes the valid token of a name; false when there is none. */
export async function revokeServiceToken(db: Db, name: string, wallNow: Instant): Promise<boolean> {
  const done = await db
    .updateTable('service_token')
    .set({ revoked_at: toDate(wallNow) })
    .where('name', '=', name)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}
