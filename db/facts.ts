import type { Selectable } from 'kysely';
import { canonicalJson } from '../domain/canonical-json.ts';
import type { PendingCommand } from '../domain/commands/command.ts';
import type { Fact, FactDraft } from '../domain/facts/fact.ts';
import type { Db } from './database.ts';
import { toInstant, toIso } from './database-time.ts';
import { chainStart, nextHash, toHex } from './hash-chain.ts';
import { insertRows } from './json-rows.ts';
import type { RecordedFact } from './projections/account-change.ts';
import type { Statement } from './statement.ts';
import type { FactTables } from './tables/fact-tables.ts';

export interface FactRange {
  /** Only facts known at this version. */
  readonly atVersion?: number;
  /** Only facts of later versions than this. */
  readonly after?: number;
}

/**
 * A customer's facts, oldest first. For a past version this gives for ever the same facts, byte for byte (in canonical
 * JSON): that is what makes an old decision repeatable.
 */
export async function loadFacts(db: Db, customerId: string, range: FactRange = {}): Promise<readonly Fact[]> {
  const rows = await factRows(db, customerId, range);
  return rows.map(factOf);
}

/** As `loadFacts`, with the one who recorded each. */
export async function loadRecordedFacts(
  db: Db,
  customerId: string,
  range: FactRange = {},
): Promise<readonly RecordedFact[]> {
  const rows = await factRows(db, customerId, range);
  return rows.map((row) => ({ ...factOf(row), actor: row.actor }));
}

function factRows(db: Db, customerId: string, range: FactRange): Promise<Selectable<FactTables['fact']>[]> {
  let query = db.selectFrom('fact').selectAll().where('customer_id', '=', customerId);
  if (range.atVersion !== undefined) query = query.where('version', '<=', range.atVersion);
  if (range.after !== undefined) query = query.where('version', '>', range.after);
  return query.orderBy('version').orderBy('seq').execute();
}

function factOf(row: Selectable<FactTables['fact']>): Fact {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it was a Fact when it was written, and nobody can change it since
  return {
    version: row.version,
    seq: row.seq,
    kind: row.kind,
    effectiveOn: row.effective_on,
    at: toInstant(row.at),
    recordedAt: toInstant(row.recorded_at),
    body: row.body,
  } as Fact;
}

/** When, and by whom, something is recorded: business instant, wall instant, actor. */
export interface Stamp {
  readonly at: number;
  readonly recordedAt: number;
  readonly actor: string;
}

/**
 * Drafts as facts of one version, each recorded by the one whose command made it, else by the stamp's actor. A body becomes what a later reading will give: a member that is `undefined` is absent,
 * so that it cannot overwrite anything when it is folded now and not when it is folded again.
 */
export function stampFacts(
  drafts: readonly FactDraft[],
  version: number,
  stamp: Stamp,
  { firstSeq = 0, commands = [] }: { readonly firstSeq?: number; readonly commands?: readonly PendingCommand[] } = {},
): readonly RecordedFact[] {
  const askers = new Map<string | undefined, string>(commands.map(({ command, by }) => [command, by]));
  return drafts.map(({ kind, effectiveOn, body: drafted, command }, index) => {
    const body: unknown = JSON.parse(canonicalJson(drafted));
    const { at, recordedAt } = stamp;
    const actor = askers.get(command) ?? stamp.actor;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the body is the draft's own, less what JSON leaves out
    return { kind, effectiveOn, body, version, seq: firstSeq + index, at, recordedAt, actor } as RecordedFact;
  });
}

/** The hash of no facts. */
export function noFactsHash(customerId: string): Uint8Array {
  return chainStart(`facts:${customerId}`);
}

/** The running hash after further facts. Who recorded a fact is in the audit's chain, not in this one. */
export function factsHashAfter(previous: Uint8Array, facts: readonly Fact[]): Uint8Array {
  return facts.reduce((hash, fact) => nextHash(hash, hashed(fact)), previous);
}

function hashed({ version, seq, kind, effectiveOn, at, recordedAt, body }: Fact) {
  return { version, seq, kind, effectiveOn, at, recordedAt, body };
}

const COLUMNS = ['customer_id', 'version', 'seq', 'kind', 'effective_on', 'at', 'recorded_at', 'actor', 'body', 'hash'];

/** The statement that inserts facts, and the customer's running hash after each of them. */
export function factStatement(
  customerId: string,
  previous: Uint8Array,
  facts: readonly RecordedFact[],
): { readonly statement: Statement; readonly hashes: readonly Uint8Array[] } {
  let hash = previous;
  const hashes: Uint8Array[] = [];
  const rows = facts.map((fact) => {
    hash = nextHash(hash, hashed(fact));
    hashes.push(hash);
    return {
      customer_id: customerId,
      version: fact.version,
      seq: fact.seq,
      kind: fact.kind,
      effective_on: fact.effectiveOn,
      at: toIso(fact.at),
      recorded_at: toIso(fact.recordedAt),
      actor: fact.actor,
      body: fact.body,
      hash: toHex(hash),
    };
  });
  return { statement: insertRows('fact', COLUMNS, rows), hashes };
}

/** The first fact whose stored hash does not follow from the facts before it; null when all do and the head agrees. */
export async function firstTamperedFact(
  db: Db,
  customerId: string,
): Promise<{ readonly version: number; readonly seq: number } | null> {
  const rows = await factRows(db, customerId, {});
  let hash = noFactsHash(customerId);
  for (const row of rows) {
    hash = nextHash(hash, hashed(factOf(row)));
    if (Buffer.compare(row.hash, hash) !== 0) return { version: row.version, seq: row.seq };
  }
  const head = await db
    .selectFrom('customer')
    .select(['facts_hash', 'fact_version'])
    .where('id', '=', customerId)
    .executeTakeFirst();
  if (head === undefined || Buffer.compare(head.facts_hash, hash) === 0) return null;
  return { version: head.fact_version, seq: 0 };
}
