import { afterAll, beforeAll } from 'vitest';
import type { UserGrant } from '../../../adapters/index.ts';
import type { PartnerConnection } from '../../../adapters/partner-center/connection.ts';
import type { Db } from '../../../db/database.ts';
import { startedMicrosoft } from '../../adapters/support/microsoft.ts';
import { rememberedGrant } from '../../adapters/support/remembered-grant.ts';
import { openDatabase } from '../../db/support.ts';
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

/** A database and a Microsoft for all tests of a file; they are there once its tests run. */
export function microsoftGround(): () => MicrosoftGround {
  let ground: MicrosoftGround | undefined;
  let close: () => Promise<void> = async () => {};
  beforeAll(async () => {
    const { test: database, db, close: closeDatabase } = await openDatabase();
    const microsoft = await startedMicrosoft();
    const userGrant = rememberedGrant();
    const connection = microsoft.connection({ userGrant });
    ground = { database, db, microsoft, connection, userGrant };
    close = async () => {
      await connection.close();
      await microsoft.stop();
      await closeDatabase();
    };
  });
  afterAll(() => close());
  return () => {
    if (ground === undefined) throw new Error('the ground is there once the tests run');
    return ground;
  };
}
