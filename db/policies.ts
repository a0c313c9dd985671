import type { Instant } from '../domain/calendar/day.ts';
import type { Policy } from '../domain/policy/policy.ts';
import type { Db, Trx } from './database.ts';
import { toDate, toInstant } from './database-time.ts';
import { type Page, pageOf, type PageRequest } from './page.ts';
import { readJson, storeJson } from './stored-json.ts';

export type PolicyState = 'draft' | 'active' | 'retired';

/** A version of a policy as stored. */
export interface PolicyVersion {
  readonly policy: Policy;
  /** The document as it was given. */
  readonly source: unknown;
  readonly state: PolicyState;
  readonly actor: string;
  readonly recordedAt: Instant;
}

/** There is no such version of the policy. */
export class UnknownPolicy extends Error {
  override readonly name = 'UnknownPolicy';
}

/** Stores a new version; `policy.version` must be the next one. @throws a unique violation when it is taken. */
export async function insertPolicyVersion(
  trx: Trx,
  { policy, source, actor, wallNow }: { policy: Policy; source: unknown; actor: string; wallNow: Instant },
): Promise<void> {
  const recorded_at = toDate(wallNow);
  await trx
    .insertInto('policy')
    .values({ key: policy.key, active_version: null, created_at: recorded_at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await trx
    .insertInto('policy_version')
    .values({
      key: policy.key,
      version: policy.version,
      document: storeJson(policy),
      source: JSON.stringify(source),
      actor,
      recorded_at,
    })
    .execute();
}

/** The number of the next version of a policy, whose row this transaction then holds; 1 for a new one. */
export async function nextPolicyVersion(trx: Trx, key: string): Promise<number> {
  await trx.selectFrom('policy').select('key').where('key', '=', key).forUpdate().execute();
  const latest = await trx
    .selectFrom('policy_version')
    .select((of) => of.fn.max('version').as('version'))
    .where('key', '=', key)
    .executeTakeFirst();
  return (latest?.version ?? 0) + 1;
}

export interface Activation {
  readonly key: string;
  readonly version: number;
  /** What became of open cases; null for a first activation. */
  readonly openCases: 'freeze' | 'migrate' | 'restart' | null;
  readonly actor: string;
  readonly wallNow: Instant;
}

/**
 * Makes a version the active one. False when it is already; then only what becomes of open cases may be said anew.
 * Moving the customers is the caller's part: each gets a fact of its own. @throws UnknownPolicy
 */
export async function activatePolicy(trx: Trx, activation: Activation): Promise<boolean> {
  const { key, version, openCases, actor, wallNow } = activation;
  const row = await trx
    .selectFrom('policy')
    .innerJoin('policy_version', 'policy_version.key', 'policy.key')
    .select('policy.active_version')
    .where('policy.key', '=', key)
    .where('policy_version.version', '=', version)
    .forUpdate('policy')
    .executeTakeFirst();
  if (row === undefined) throw new UnknownPolicy(`no version ${version} of policy ${key}`);
  const isNew = row.active_version !== version;
  if (isNew) await trx.updateTable('policy').set({ active_version: version }).where('key', '=', key).execute();
  if (isNew || (await latestOpenCases(trx, key)) !== openCases) {
    await trx
      .insertInto('policy_activation')
      .values({ key, version, open_cases: openCases, actor, recorded_at: toDate(wallNow) })
      .execute();
  }
  return isNew;
}

async function latestOpenCases(db: Db, key: string): Promise<Activation['openCases'] | undefined> {
  const row = await db
    .selectFrom('policy_activation')
    .select('open_cases')
    .where('key', '=', key)
    .orderBy('id', 'desc')
    .executeTakeFirst();
  return row?.open_cases;
}

/** The active version's number; null while there is none. @throws UnknownPolicy */
export async function activeVersion(db: Db, key: string): Promise<number | null> {
  const row = await db.selectFrom('policy').select('active_version').where('key', '=', key).executeTakeFirst();
  if (row === undefined) throw new UnknownPolicy(`no policy ${key}`);
  return row.active_version;
}

/** A version as the kernel reads it. @throws UnknownPolicy */
export async function loadPolicy(db: Db, key: string, version: number): Promise<Policy> {
  const row = await db
    .selectFrom('policy_version')
    .select('document')
    .where('key', '=', key)
    .where('version', '=', version)
    .executeTakeFirst();
  if (row === undefined) throw new UnknownPolicy(`no version ${version} of policy ${key}`);
  return storedPolicy(row.document);
}

/** A stored document as the kernel reads it. */
export function storedPolicy(document: unknown): Policy {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only `insertPolicyVersion` writes documents, and nobody can change one
  return readJson(document) as Policy;
}

/** A policy and which of its versions counts. */
export interface PolicyHead {
  readonly key: string;
  readonly activeVersion: number | null;
  readonly latestVersion: number;
  readonly createdAt: Instant;
}

/** Policies by key. */
export async function listPolicies(db: Db, { limit, cursor }: PageRequest): Promise<Page<PolicyHead>> {
  let query = heads(db);
  if (cursor !== undefined) query = query.where('policy.key', '>', cursor);
  const rows = await query
    .orderBy('policy.key')
    .limit(limit + 1)
    .execute();
  return pageOf(rows.map(policyHead), limit, (policy) => policy.key);
}

/** @throws UnknownPolicy */
export async function findPolicy(db: Db, key: string): Promise<PolicyHead> {
  const row = await heads(db).where('policy.key', '=', key).executeTakeFirst();
  if (row === undefined) throw new UnknownPolicy(`no policy ${key}`);
  return policyHead(row);
}

function heads(db: Db) {
  return db
    .selectFrom('policy')
    .select(['policy.key', 'policy.active_version', 'policy.created_at'])
    .select((of) =>
      of
        .selectFrom('policy_version')
        .select((max) => max.fn.max('version').as('latest'))
        .whereRef('policy_version.key', '=', 'policy.key')
        .as('latest'),
    );
}

function policyHead(row: Awaited<ReturnType<ReturnType<typeof heads>['executeTakeFirstOrThrow']>>): PolicyHead {
  return {
    key: row.key,
    activeVersion: row.active_version,
    latestVersion: row.latest ?? 0,
    createdAt: toInstant(row.created_at),
  };
}

/** All versions of one policy, or of all, by key and version. */
export async function listPolicyVersions(db: Db, key?: string): Promise<readonly PolicyVersion[]> {
  let query = db
    .selectFrom('policy_version as pv')
    .innerJoin('policy as p', 'p.key', 'pv.key')
    .select(['pv.version', 'pv.document', 'pv.source', 'pv.actor', 'pv.recorded_at', 'p.active_version'])
    .select((of) =>
      of
        .exists(
          of
            .selectFrom('policy_activation as pa')
            .select('pa.id')
            .whereRef('pa.key', '=', 'pv.key')
            .whereRef('pa.version', '=', 'pv.version'),
        )
        .as('activated'),
    );
  if (key !== undefined) query = query.where('pv.key', '=', key);
  const rows = await query.orderBy('pv.key').orderBy('pv.version').execute();
  return rows.map((row) => ({
    policy: storedPolicy(row.document),
    source: row.source,
    state: row.active_version === row.version ? 'active' : row.activated ? 'retired' : 'draft',
    actor: row.actor,
    recordedAt: toInstant(row.recorded_at),
  }));
}
