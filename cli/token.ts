import { randomBytes } from 'node:crypto';
import { Argument, Command } from 'commander';
import { ROLES } from '../api/roles.ts';
import { readConfiguration } from '../contracts/configuration.ts';
import { connect, type Db } from '../db/database.ts';
import { ensureServiceToken, revokeServiceToken } from '../db/service-tokens.ts';
import { newId } from '../domain/ids.ts';

/**
 * `npm run token -- create ROLE NAME` and `npm run token -- revoke NAME`: service tokens of an installation, by the
 * configuration of its programs. A token is shown once; the database keeps only its hash.
 */
const command = new Command('npm run token --').description('Makes and revokes service tokens of the API.');

command
  .command('create')
  .description('make a token and print it; an earlier one of the same name is void from then on')
  .addArgument(new Argument('<role>', 'what it may do').choices(ROLES))
  .argument('<name>', 'who or what it is for')
  .action((role: (typeof ROLES)[number], name: string) =>
    withDatabase(async (db, pepper) => {
      const wallNow = Date.now();
      const token = `tnr_${role}_${randomBytes(24).toString('base64url')}`;
      const id = newId('tok', { now: wallNow, random: randomBytes(10) });
      await ensureServiceToken(db, { id, role, name, token, pepper, wallNow });
      console.log(token);
    }),
  );

command
  .command('revoke')
  .description('make the token of this name void at once')
  .argument('<name>', 'as it was made')
  .action((name: string) =>
    withDatabase(async (db) => {
      const revoked = await revokeServiceToken(db, name, Date.now());
      console.log(revoked ? `The token "${name}" is void.` : `There is no valid token "${name}".`);
      if (!revoked) process.exitCode = 1;
    }),
  );

await command.parseAsync();

async function withDatabase(work: (db: Db, pepper: string) => Promise<void>): Promise<void> {
  const { database, api } = readConfiguration();
  const db = connect(database.url, { max: 1, applicationName: 'tenure-token' });
  try {
    await work(db, api.tokenPepper);
  } finally {
    await db.destroy();
  }
}
