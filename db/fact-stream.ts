import type { Updateable } from 'kysely';
import type { Instant } from '../domain/calendar/day.ts';
import type { AuditEvent } from './audit.ts';
import type { Change } from './change.ts';
import type { Db } from './database.ts';
import { toDate, toInstant, toIso } from './database-time.ts';
import { insertRows } from './json-rows.ts';
import type { Schema } from './schema.ts';
import type { Statement } from './statement.ts';
import type { Stream } from './stream-delivery.ts';

/** A fact before it is recorded. */
interface Draft {
  readonly kind: string;
  readonly body: object;
}

/** A recorded fact. `at` is the business instant, `seq` its place in the stream, from 1. */
type Recorded<D extends Draft> = D & { readonly seq: number; readonly at: Instant };

/** What sets one kind of stream apart: where it is kept, what its facts add up to, and how the audit tells of them. */
export interface StreamKind<T extends Stream, D extends Draft, K extends { readonly seq: number }> {
  /** One row a stream; its facts are in the table of the same name with `_fact`. */
  readonly table: T;
  /** The column of a fact that names its stream. */
  readonly key: 'case_id' | 'grant_id' | 'review_id';
  readonly fold: (facts: readonly Recorded<D>[]) => K;
  /** Columns that stay as the first facts say. */
  readonly beginning?: (known: K) => Updateable<Schema[T]>;
  /** Columns that follow from the facts as they stand at this business instant. */
  readonly standing: (known: K, now: Instant) => Updateable<Schema[T]>;
  readonly audited: (id: string, fact: Recorded<D>) => Pick<AuditEvent, 'kind' | 'body'>;
}

/** A stream with all that is known of it. */
export interface LoadedStream<D extends Draft, K> {
  readonly id: string;
  readonly customerId: string;
  readonly facts: readonly Recorded<D>[];
  readonly known: K;
}

export interface StreamStamp {
  /** Business instant. */
  readonly at: Instant;
  /** Wall instant. */
  readonly recordedAt: Instant;
  readonly actor: string;
}

/** What recording facts of a stream takes, for a change of its customer to write. */
export interface StreamRecording<K> {
  readonly statements: readonly Statement[];
  readonly events: readonly AuditEvent[];
  readonly known: K;
}

/** How streams of one kind are read and written, beside the life of their customer and under its lock. */
export interface FactStream<D extends Draft, K> {
  /** Under the lock of its customer this is the truth; undefined when there is no such stream. */
  readonly load: (db: Db, id: string) => Promise<LoadedStream<D, K> | undefined>;
  /** One that begins, with its first facts. */
  readonly begin: (
    of: { readonly id: string; readonly customerId: string },
    drafts: readonly D[],
    stamp: StreamStamp,
  ) => StreamRecording<K>;
  /** Further facts. */
  readonly carryOn: (loaded: LoadedStream<D, K>, drafts: readonly D[], stamp: StreamStamp) => StreamRecording<K>;
}

const FACT_COLUMNS = ['seq', 'kind', 'at', 'recorded_at', 'actor', 'body'];

export function factStream<T extends Stream, D extends Draft, K extends { readonly seq: number }>(
  kind: StreamKind<T, D, K>,
): FactStream<D, K> {
  // For the type checker alone: the columns named here are the same in every table of streams, and in every table of their facts.
  const table = kind.table as 'security_case';
  const factTable = `${table}_fact` as const;
  const key = kind.key as 'case_id';

  const standing = (known: K, now: Instant) => ({ ...kind.standing(known, now), last_seq: known.seq });

  /** In the customer's chain: an auditor reads a stream where the rest of the customer's life stands. */
  const recorded = (id: string, facts: readonly Recorded<D>[], stamp: StreamStamp) => ({
    facts: insertRows(
      factTable,
      [key, ...FACT_COLUMNS],
      facts.map(({ seq, kind: named, at, body }) => ({
        [key]: id,
        seq,
        kind: named,
        at: toIso(at),
        recorded_at: toIso(stamp.recordedAt),
        actor: stamp.actor,
        body,
      })),
    ),
    events: facts.map((fact) => ({ ...stamp, ...kind.audited(id, fact) })),
  });

  return {
    async load(db, id) {
      const row = await db.selectFrom(table).select('customer_id').where('id', '=', id).executeTakeFirst();
      if (row === undefined) return undefined;
      const rows = await db
        .selectFrom(factTable)
        .select(['seq', 'kind', 'at', 'body'])
        .where(key, '=', id)
        .orderBy('seq')
        .execute();
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- kind and body were drafted together, and nobody can change them since
      const facts = rows.map(({ at, ...fact }) => ({ ...fact, at: toInstant(at) }) as unknown as Recorded<D>);
      return { id, customerId: row.customer_id, facts, known: kind.fold(facts) };
    },
    begin({ id, customerId }, drafts, stamp) {
      const facts = numbered<D>(0, drafts, stamp.at);
      const known = kind.fold(facts);
      const columns = { ...kind.beginning?.(known), ...standing(known, stamp.at) };
      const row: Statement = (trx) =>
        trx
          .insertInto(table)
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the kind's own columns are checked where it is defined
          .values({ id, customer_id: customerId, opened_at: toDate(stamp.at), wake_at: null, ...columns } as never)
          .compile();
      const written = recorded(id, facts, stamp);
      return { statements: [row, written.facts], events: written.events, known };
    },
    carryOn({ id, facts: before }, drafts, stamp) {
      const facts = numbered<D>(before.length, drafts, stamp.at);
      const known = kind.fold([...before, ...facts]);
      const row: Statement = (trx) =>
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
        trx
          .updateTable(table)
          .set(standing(known, stamp.at) as never)
          .where('id', '=', id)
          .compile();
      const written = recorded(id, facts, stamp);
      return { statements: [written.facts, row], events: written.events, known };
    },
  };
}

/** Writes what a stream has recorded with the change of its customer. */
export function writeRecording(change: Change, { statements, events }: StreamRecording<unknown>): void {
  for (const statement of statements) change.write(statement);
  for (const event of events) change.audit(event.kind, event.body);
}

function numbered<D extends Draft>(count: number, drafts: readonly D[], at: Instant): readonly Recorded<D>[] {
  return drafts.map((draft, index) => ({ ...draft, seq: count + index + 1, at }));
}
