import { afterAll } from 'vitest';
import type { UserGrant } from '../../../adapters/index.ts';
import type { PartnerConnection } from '../../../adapters/partner-center/connection.ts';
import type { Db } from '../../../db/database.ts';
import { startedMicrosoft } from '../../adapters/support/microsoft.ts';
import { rememberedGrant } from '../../adapters/support/remembered-grant.ts';
import { databaseOfFile } from '../../db/support.ts';
import type { TestDatabase } from '../../support/database.ts';

/** What the effects of one test file stand on. */
export interface MicrosoftGround {
  readonly database: TestDatabase;
  readonly db: Db;
  readonly microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;
  /** By an administrator's grant. */
  readonly connection: PartnerConnection;
  readonly userGrant: UserGrant;
}

/** A database and a Microsoft, called for at the top of a file of tests, for all of them; closed after the last. */
export async function microsoftGround(): Promise<MicrosoftGround> {
  const { test: database, db } = await databaseOfFile();
  const microsoft = await startedMicrosoft();
  const userGrant = rememberedGrant();
  const connection = microsoft.connection({ userGrant });
  afterAll(async () => {
    await connection.close();
    await microsoft.stop();
  });
  return { database, db, microsoft, connection, userGrant };
}
