import { createHmac } from 'node:crypto';
import type { Instant } from '../domain/calendar/day.ts';
import type { Db, Trx } from './database.ts';
import { toInstant, toIso } from './database-time.ts';
import { chainStart, nextHash, sameBytes, toHex } from './hash-chain.ts';
import { insertRows } from './json-rows.ts';
import { type Statement, inTurn } from './statement.ts';

/** Something that happened, for the audit. `body` holds ids, codes and salted digests only, never personal data (design, rule 12). */
export interface AuditEvent {
  readonly kind: string;
  readonly actor: string;
  /** Business instant. */
  readonly at: Instant;
  /** Wall instant. */
  readonly recordedAt: Instant;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The last link of a chain; the next event is number `seq + 1`. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: Uint8Array;
}

/** The chain of events that belong to no customer. */
export const SYSTEM_CHAIN = 'system';

const COLUMNS = ['chain', 'seq', 'at', 'recorded_at', 'actor', 'kind', 'body', 'prev_hash', 'hash'];

/** The head of a chain without events. */
export function emptyChain(chain: string): ChainHead {
  return { seq: 0, hash: chainStart(`audit:${chain}`) };
}

/** The statement that adds events to a chain whose head this transaction holds, and the head after them. */
export function auditStatements(
  chain: string,
  head: ChainHead,
  events: readonly AuditEvent[],
): { readonly statements: readonly Statement[]; readonly head: ChainHead } {
  let { seq, hash } = head;
  const rows = events.map((event) => {
    const previous = hash;
    seq += 1;
    hash = linkHash(previous, chain, seq, event);
    return {
      chain,
      seq,
      at: toIso(event.at),
      recorded_at: toIso(event.recordedAt),
      actor: event.actor,
      kind: event.kind,
      body: event.body,
      prev_hash: toHex(previous),
      hash: toHex(hash),
    };
  });
  return { statements: rows.length > 0 ? [insertRows('audit_event', COLUMNS, rows)] : [], head: { seq, hash } };
}

/** Adds events to a chain without a customer. Two such transactions wait for each other, so it belongs at their end. */
export async function appendSystemAudit(trx: Trx, events: readonly AuditEvent[]): Promise<void> {
  const start = emptyChain(SYSTEM_CHAIN);
  await trx
    .insertInto('audit_chain')
    .values({ chain: SYSTEM_CHAIN, seq: start.seq, hash: start.hash })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const head = await trx
    .selectFrom('audit_chain')
    .select(['seq', 'hash'])
    .where('chain', '=', SYSTEM_CHAIN)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const { statements, head: next } = auditStatements(SYSTEM_CHAIN, head, events);
  await inTurn(trx, [
    ...statements,
    (tx) => tx.updateTable('audit_chain').set(next).where('chain', '=', SYSTEM_CHAIN).compile(),
  ]);
}

/** Where a chain is broken: an event whose hash does not follow, a gap, or a head that no event leads to. */
export interface BrokenLink {
  readonly chain: string;
  readonly seq: number;
  readonly why: 'missing' | 'changed' | 'cutOff';
}

export interface ChainsVerified {
  readonly chains: number;
  readonly events: number;
  /** The first broken link of each broken chain. */
  readonly broken: readonly BrokenLink[];
}

/** Checks the chains of all customers and of the system, or of one chain. */
export async function verifyChains(db: Db, only?: string): Promise<ChainsVerified> {
  const broken: BrokenLink[] = [];
  let chains = 0;
  let events = 0;
  for (const [chain, head] of await chainHeads(db, only)) {
    const answer = await verifyChain(db, chain, head);
    chains += 1;
    events += answer.events;
    if (answer.broken) broken.push(answer.broken);
  }
  return { chains, events, broken };
}

/** Heads by chain; a chain that has events and no head any more is checked as well. */
async function chainHeads(db: Db, only: string | undefined): Promise<ReadonlyMap<string, ChainHead | null>> {
  const heads = new Map<string, ChainHead | null>();
  const orphans = db.selectFrom('audit_event').select('chain').distinct().orderBy('chain');
  for (const { chain } of await (only === undefined ? orphans : orphans.where('chain', '=', only)).execute()) {
    heads.set(chain, null);
  }
  const customers = db.selectFrom('customer').select(['id as chain', 'audit_seq as seq', 'audit_hash as hash']);
  const systems = db.selectFrom('audit_chain').select(['chain', 'seq', 'hash']);
  for (const { chain, seq, hash } of [...(await customers.execute()), ...(await systems.execute())]) {
    if (only === undefined || chain === only) heads.set(chain, { seq, hash });
  }
  return heads;
}

const PAGE = 2000;

async function verifyChain(
  db: Db,
  chain: string,
  head: ChainHead | null,
): Promise<{ readonly events: number; readonly broken: BrokenLink | null }> {
  let { seq, hash } = emptyChain(chain);
  for (;;) {
    const rows = await db
      .selectFrom('audit_event')
      .selectAll()
      .where('chain', '=', chain)
      .where('seq', '>', seq)
      .orderBy('seq')
      .limit(PAGE)
      .execute();
    for (const row of rows) {
      if (row.seq !== seq + 1) return { events: seq, broken: { chain, seq: seq + 1, why: 'missing' } };
      const expected = linkHash(hash, chain, row.seq, {
        kind: row.kind,
        actor: row.actor,
        at: toInstant(row.at),
        recordedAt: toInstant(row.recorded_at),
        body: row.body,
      });
      const whole = sameBytes(row.prev_hash, hash) && sameBytes(row.hash, expected);
      if (!whole) return { events: seq, broken: { chain, seq: row.seq, why: 'changed' } };
      ({ seq, hash } = row);
    }
    if (rows.length < PAGE) break;
  }
  const cutOff = head === null || head.seq !== seq || !sameBytes(head.hash, hash);
  return { events: seq, broken: cutOff ? { chain, seq: seq + 1, why: 'cutOff' } : null };
}

function linkHash(previous: Uint8Array, chain: string, seq: number, event: AuditEvent): Uint8Array {
  const { kind, actor, at, recordedAt, body } = event;
  return nextHash(previous, { chain, seq, kind, actor, at, recordedAt, body });
}

/**
 * A digest that proves a value to one who knows it, and says nothing to others: the salt is erased with the personal
 * data, and after that the digest points to nobody.
 */
export function saltedDigest(salt: Uint8Array, value: string): string {
  return `hmac-sha256:${createHmac('sha256', salt).update(value, 'utf8').digest('base64url')}`;
}
