import { randomBytes } from 'node:crypto';
import { ROLES } from '../../api/roles.ts';
import { connect } from '../../db/database.ts';
import { ensureServiceToken } from '../../db/service-tokens.ts';
import { newId } from '../../domain/ids.ts';
import type { Tokens } from './credentials.ts';

/** Makes the tokens of the credentials file the valid ones; the database keeps only their hashes. */
export async function grantTokens(databaseUrl: string, pepper: string, tokens: Tokens): Promise<void> {
  const db = connect(databaseUrl, { max: 1, applicationName: 'tenure-start' });
  try {
    for (const role of ROLES) {
      const wallNow = Date.now();
      const id = newId('tok', { now: wallNow, random: randomBytes(10) });
      await ensureServiceToken(db, { id, role, name: `npm start ${role}`, token: tokens[role], pepper, wallNow });
    }
  } finally {
    await db.destroy();
  }
}
