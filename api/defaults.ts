import { isPolicyProblem, readPolicy } from '../contracts/read-policy.ts';
import type { Db } from '../db/database.ts';
import { activatePolicy, insertPolicyVersion, nextPolicyVersion } from '../db/policies.ts';
import { findSeller, insertSeller } from '../db/sellers.ts';
import type { Instant } from '../domain/calendar/day.ts';
import type { IdPrefix } from '../domain/ids.ts';
import { STANDARD_CURRENCIES, standardDocument } from './standard-policies.ts';

const ACTOR = 'set-up';

export interface DefaultsDeps {
  readonly db: Db;
  readonly now: () => Instant;
  readonly newId: (prefix: IdPrefix) => string;
}

/**
 * What an empty installation has: the seller `default` and the standard policy in the usual currencies, version 1, active. Nothing that exists
 * is touched: people may have changed it. Several APIs may start at once.
 */
export async function ensureDefaults({ db, now, newId }: DefaultsDeps): Promise<void> {
  if ((await findSeller(db, 'default')) === undefined) {
    await insertSeller(db, {
      id: newId('sel'),
      key: 'default',
      name: 'Default seller',
      taxId: null,
      addresses: [],
      bankAccounts: [],
      numberSeries: {},
      timeZone: 'Europe/Warsaw',
      createdAt: now(),
    });
  }
  for (const currency of STANDARD_CURRENCIES) await ensureStandardPolicy({ db, now }, await standardDocument(currency));
}

async function ensureStandardPolicy({ db, now }: Pick<DefaultsDeps, 'db' | 'now'>, source: unknown): Promise<void> {
  const policy = readPolicy(source, 1);
  if (isPolicyProblem(policy)) throw new Error(`policies/standard.json is no policy: ${policy.detail}`);
  await db.transaction().execute(async (trx) => {
    const made = await trx
      .insertInto('policy')
      .values({ key: policy.key, active_version: null, created_at: new Date(now()) })
      .onConflict((conflict) => conflict.doNothing())
      .returning('key')
      .executeTakeFirst();
    if (made === undefined && (await nextPolicyVersion(trx, policy.key)) > 1) return;
    await insertPolicyVersion(trx, { policy, source, actor: ACTOR, wallNow: now() });
    await activatePolicy(trx, { key: policy.key, version: 1, openCases: null, actor: ACTOR, wallNow: now() });
  });
}
