import { sql } from 'kysely';
import type { Account } from '../domain/account/account.ts';
import { foldFacts, withFacts } from '../domain/account/fold.ts';
import type { CustomerHead } from './customers.ts';
import type { Db, Trx } from './database.ts';
import { loadRecordedFacts } from './facts.ts';
import { columnList, type JsonRow, recordset } from './json-rows.ts';
import { journalsOf } from '../domain/ledger/journal.ts';
import type { RecordedFact } from './projections/account-change.ts';
import { overwriteRows, type Projection, type RowChanges } from './projections/projection.ts';
import { projectedRows } from './projections/projections.ts';
import { inTurn } from './statement.ts';

/** A row that is not what the facts say. */
export interface ProjectionDifference {
  readonly table: string;
  readonly key: string;
  /** `missing`: no such row; `extra`: no fact stands for it; `different`: some column. */
  readonly what: 'missing' | 'extra' | 'different';
}

/** Folds all facts of a customer anew and compares every row that follows from them with what stands in its table. */
export async function compareProjections(db: Db, customer: CustomerHead): Promise<readonly ProjectionDifference[]> {
  const differences: ProjectionDifference[] = [];
  for (const { projection, rows } of await expectedRows(db, customer)) {
    differences.push(...(await compareTable(db, customer.id, projection, rows)));
  }
  return differences;
}

/** Makes missing and different rows what the facts say. Extra rows stay: somebody must look at how they came there. */
export async function repairProjections(trx: Trx, customer: CustomerHead): Promise<readonly ProjectionDifference[]> {
  const differences = await compareProjections(trx, customer);
  if (differences.length === 0) return [];
  const expected = await expectedRows(trx, customer);
  await inTurn(
    trx,
    expected.flatMap(({ projection, rows }) => (rows.length > 0 ? [overwriteRows(projection, rows)] : [])),
  );
  return differences;
}

/** Facts whose journals in the ledger are not those that the fact stands for, as `version.seq`. Journals are never repaired. */
export async function compareJournals(db: Db, customer: CustomerHead): Promise<readonly string[]> {
  const facts = await loadRecordedFacts(db, customer.id);
  const expected = new Map<string, string>();
  for (const { fact, account } of asOfEachVersion(facts)) {
    for (const { part, effectiveOn, currency, lines } of journalsOf(fact, account)) {
      const shown = lines.map((line) => [line.account, currency, line.amount, line.invoice, line.instalment].join(' '));
      expected.set(`${fact.version}.${fact.seq}.${part}`, [effectiveOn, ...shown.toSorted()].join('\n'));
    }
  }
  const lines = await db
    .selectFrom('journal')
    .innerJoin('journal_line as line', 'line.journal_id', 'journal.id')
    .select(['journal.fact_version', 'journal.fact_seq', 'journal.part', 'journal.effective_on'])
    .select(['line.account', 'line.currency', 'line.amount_minor', 'line.invoice_id', 'line.instalment'])
    .where('journal.customer_id', '=', customer.id)
    .execute();
  const found = Map.groupBy(lines, (line) => `${line.fact_version}.${line.fact_seq}.${line.part}`);
  const wrong = new Set<string>();
  for (const key of new Set([...expected.keys(), ...found.keys()])) {
    const rows = found.get(key) ?? [];
    const shown = rows.map((row) =>
      [row.account, row.currency, row.amount_minor, row.invoice_id, row.instalment].join(' '),
    );
    if (expected.get(key) !== [rows[0]?.effective_on, ...shown.toSorted()].join('\n')) {
      wrong.add(key.slice(0, key.lastIndexOf('.')));
    }
  }
  return [...wrong];
}

/** Each fact with the account as of its version. */
function* asOfEachVersion(facts: readonly RecordedFact[]): Iterable<{ fact: RecordedFact; account: Account }> {
  let account: Account | null = null;
  for (const version of Map.groupBy(facts, (fact) => fact.version).values()) {
    account = account === null ? foldFacts(version) : withFacts(account, version);
    for (const fact of version) yield { fact, account };
  }
}

interface ExpectedRows {
  readonly projection: Projection;
  readonly rows: readonly JsonRow[];
}

async function expectedRows(db: Db, customer: CustomerHead): Promise<readonly ExpectedRows[]> {
  const facts = await loadRecordedFacts(db, customer.id);
  return projectedRows({ customer, before: null, after: foldFacts(facts), facts }).map(whole);
}

/** All facts at once make each row once; a row that is made and changed in one go is merged. */
function whole({ projection, made, changed }: RowChanges): ExpectedRows {
  const keyOf = (row: JsonRow): string => JSON.stringify(projection.key.map((column) => row[column]));
  const rows = new Map(made.map((row) => [keyOf(row), row]));
  for (const row of changed) rows.set(keyOf(row), { ...rows.get(keyOf(row)), ...row });
  return { projection, rows: [...rows.values()] };
}

async function compareTable(
  db: Db,
  customerId: string,
  projection: Projection,
  rows: readonly JsonRow[],
): Promise<readonly ProjectionDifference[]> {
  const columns = columnList([...projection.fixed, ...projection.changing]);
  const key = sql`concat_ws('/', ${columnList(projection.key)})`;
  // Money that was all taken off again leaves a row with nothing on it, which a fold does not know.
  const standing = projection.revives ? sql`and amount_minor <> 0` : sql``;
  const { rows: found } = await sql<{ key: string; there: boolean; wanted: boolean }>`
    with wanted as (
      select ${key} as key, row(${columns})::text as content from ${recordset(projection.table, rows)}
    ), there as (
      select ${key} as key, row(${columns})::text as content from ${sql.table(projection.table)}
      where customer_id = ${customerId} ${standing}
    )
    select coalesce(there.key, wanted.key) as key, there.key is not null as there, wanted.key is not null as wanted
    from there full join wanted using (key)
    where there.content is distinct from wanted.content
    order by 1`.execute(db);
  return found.map((row) => ({
    table: projection.table,
    key: row.key,
    what: !row.there ? 'missing' : row.wanted ? 'different' : 'extra',
  }));
}
