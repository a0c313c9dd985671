import { sql } from 'kysely';
import type { Account } from '../domain/account/account.ts';
import type { Day, Instant } from '../domain/calendar/day.ts';
import { type Journal, type JournalLine, journalsOf, type LedgerAccount } from '../domain/ledger/journal.ts';
import type { Money } from '../domain/money.ts';
import type { Trx } from './database.ts';
import { toIso } from './database-time.ts';
import { columnList, type JsonRow, recordset } from './json-rows.ts';
import type { RecordedFact } from './projections/account-change.ts';
import { type Statement, inTurn } from './statement.ts';

/** Whose books: lines belong to the seller, and where a customer's fact moved them, name that customer. */
interface Owner {
  readonly sellerId: string;
  readonly customerId: string | null;
}

/** Statements that enter the journals of new facts and keep the balances; none when no money moved. */
export function journalStatements(
  customer: { readonly id: string; readonly sellerId: string },
  facts: readonly RecordedFact[],
  account: Account,
): readonly Statement[] {
  const owner = { sellerId: customer.sellerId, customerId: customer.id };
  const entries = facts.flatMap((fact) =>
    journalsOf(fact, account).map((journal) => ({
      journal,
      head: {
        fact_version: fact.version,
        fact_seq: fact.seq,
        subject_id: null,
        kind: fact.kind,
        at: toIso(fact.at),
        recorded_at: toIso(fact.recordedAt),
      },
    })),
  );
  return entryStatements(owner, entries);
}

/** A movement between accounts of the seller, before any customer is known: money came that nobody expects, or goes on. */
export interface SellerEntry {
  readonly sellerId: string;
  /** The unmatched payment; one journal per payment and kind. */
  readonly subject: string;
  readonly kind: 'unmatched.received' | 'unmatched.matched' | 'unmatched.returned';
  readonly effectiveOn: Day;
  readonly amount: Money;
  readonly at: Instant;
  readonly recordedAt: Instant;
}

/**
 * Enters unmatched money (clearing to unmatched), or takes it off `unmatched` again: when it is matched, the customer's
 * payment fact debits clearing anew.
 */
export async function enterSellerJournal(trx: Trx, entry: SellerEntry): Promise<void> {
  const sign = entry.kind === 'unmatched.received' ? 1n : -1n;
  const journal: Journal = {
    part: 0,
    effectiveOn: entry.effectiveOn,
    currency: entry.amount.currency,
    lines: [sellerLine('clearing', sign * entry.amount.minor), sellerLine('unmatched', -sign * entry.amount.minor)],
  };
  const head = {
    fact_version: null,
    fact_seq: null,
    subject_id: entry.subject,
    kind: entry.kind,
    at: toIso(entry.at),
    recorded_at: toIso(entry.recordedAt),
  };
  await inTurn(trx, entryStatements({ sellerId: entry.sellerId, customerId: null }, [{ journal, head }]));
}

function sellerLine(account: LedgerAccount, amount: bigint): JournalLine {
  return { account, amount, invoice: null, instalment: null };
}

interface Entry {
  readonly journal: Journal;
  readonly head: JsonRow;
}

const HEAD = [
  'seller_id',
  'customer_id',
  'fact_version',
  'fact_seq',
  'part',
  'subject_id',
  'kind',
  'effective_on',
  'at',
  'recorded_at',
];

function entryStatements(owner: Owner, entries: readonly Entry[]): readonly Statement[] {
  if (entries.length === 0) return [];
  const own = { seller_id: owner.sellerId, customer_id: owner.customerId };
  // Ids come from the sequence; until they are there, a journal is known by its place in this list.
  const heads = entries.map(({ journal, head }, place) => ({
    ...own,
    ...head,
    part: journal.part,
    effective_on: journal.effectiveOn,
    id: place + 1,
  }));
  const lines = entries.flatMap(({ journal }, place) =>
    journal.lines.map((line, index) => ({
      ...own,
      journal_id: place + 1,
      line: index + 1,
      ...lineColumns(line, journal),
    })),
  );
  return [
    (trx) =>
      sql`
        with given as materialized (
          select row_number() over (order by id) as place, head.* from ${recordset('journal', heads)} as head
        ), numbered as materialized (
          select place, nextval(pg_get_serial_sequence('journal', 'id')) as journal_id from given
        ), entered as (
          insert into journal (id, ${columnList(HEAD)}) overriding system value
          select journal_id, ${columnList(HEAD)} from given join numbered using (place)
        )
        insert into journal_line (journal_id, ${columnList(LINE)})
        select numbered.journal_id, ${columnList(LINE)}
        from ${recordset('journal_line', lines)} as line join numbered on numbered.place = line.journal_id`.compile(
        trx,
      ),
    ...balanceStatements(owner, entries),
  ];
}

const LINE = ['line', 'seller_id', 'customer_id', 'account', 'currency', 'amount_minor', 'invoice_id', 'instalment'];

function lineColumns(line: JournalLine, journal: Journal): JsonRow {
  return {
    account: line.account,
    currency: journal.currency,
    amount_minor: String(line.amount),
    invoice_id: line.invoice,
    instalment: line.instalment,
  };
}

/** Two statements: a proposed row is checked before its conflict is seen, and what is added may be less than nothing. */
function balanceStatements(owner: Owner, entries: readonly Entry[]): readonly Statement[] {
  const sums = new Map<string, { account: LedgerAccount; currency: string; amount: bigint }>();
  for (const { journal } of entries) {
    for (const { account, amount } of journal.lines) {
      const key = `${account} ${journal.currency}`;
      sums.set(key, { account, currency: journal.currency, amount: amount + (sums.get(key)?.amount ?? 0n) });
    }
  }
  const rows = [...sums.values()]
    .filter((sum) => sum.amount !== 0n)
    .map((sum) => ({
      seller_id: owner.sellerId,
      customer_id: owner.customerId,
      account: sum.account,
      currency: sum.currency,
      amount_minor: String(sum.amount),
    }));
  const columns = ['seller_id', 'customer_id', 'account', 'currency', 'amount_minor'];
  return [
    (trx) =>
      sql`
        insert into balance (${columnList(columns)})
        select seller_id, customer_id, account, currency, 0 from ${recordset('balance', rows)}
        on conflict on constraint balance_key do nothing`.compile(trx),
    (trx) =>
      sql`
        update balance set amount_minor = balance.amount_minor + added.amount_minor
        from ${recordset('balance', rows)} as added
        where balance.seller_id = added.seller_id and balance.customer_id is not distinct from added.customer_id
          and balance.account = added.account and balance.currency = added.currency`.compile(trx),
  ];
}
