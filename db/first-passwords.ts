import type { Db } from './database.ts';

/** Sealed first passwords of tenants that were made, each until it is handed out. Only the key opens them. */
export function firstPasswords(db: Db) {
  return {
    async keep(tenant: string, sealed: Uint8Array): Promise<void> {
      await db
        .insertInto('first_password')
        .values({ tenant, sealed })
        .onConflict((conflict) => conflict.column('tenant').doUpdateSet({ sealed }))
        .execute();
    },
    /** Takes it out: the second who asks gets null. */
    async take(tenant: string): Promise<Uint8Array | null> {
      const row = await db
        .deleteFrom('first_password')
        .where('tenant', '=', tenant)
        .returning('sealed')
        .executeTakeFirst();
      return row?.sealed ?? null;
    },
  };
}

export async function hasFirstPassword(db: Db, tenant: string): Promise<boolean> {
  const row = await db.selectFrom('first_password').select('tenant').where('tenant', '=', tenant).executeTakeFirst();
  return row !== undefined;
}
