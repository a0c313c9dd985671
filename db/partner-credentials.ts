import { sql } from 'kysely';
import type { Db } from './database.ts';

/** The sealed refresh tokens of partner tenants, as the sign-in to Microsoft keeps them. Only its key opens them. */
export function partnerCredentials(db: Db) {
  return {
    /** Null when none was ever kept. */
    async read(partnerTenant: string): Promise<{ readonly sealed: Uint8Array; readonly version: number } | null> {
      const row = await db
        .selectFrom('partner_credential')
        .select(['sealed', 'version'])
        .where('partner_tenant', '=', partnerTenant)
        .executeTakeFirst();
      return row ?? null;
    },
    /** Keeps what a person has given, unless it is what was given last: what Microsoft has made of that since stays. */
    async keepGiven(partnerTenant: string, sealed: Uint8Array, digest: Uint8Array): Promise<void> {
      await db
        .insertInto('partner_credential')
        .values({ partner_tenant: partnerTenant, sealed, given_digest: digest })
        .onConflict((conflict) =>
          conflict
            .column('partner_tenant')
            .doUpdateSet((eb) => ({
              sealed: eb.ref('excluded.sealed'),
              given_digest: eb.ref('excluded.given_digest'),
              version: sql<number>`partner_credential.version + 1`,
              changed_at: sql<Date>`now()`,
            }))
            .whereRef('partner_credential.given_digest', '!=', 'excluded.given_digest'),
        )
        .execute();
    },
    /** Replaces the version that was read; false when somebody else has replaced it since. */
    async replace(partnerTenant: string, sealed: Uint8Array, readVersion: number): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('partner_credential')
        .set({ sealed, version: readVersion + 1, changed_at: sql<Date>`now()` })
        .where('partner_tenant', '=', partnerTenant)
        .where('version', '=', readVersion)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
  };
}
