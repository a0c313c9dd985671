import type { Account } from '../domain/account/account.ts';
import { foldFacts, withFacts } from '../domain/account/fold.ts';
import type { FactDraft } from '../domain/facts/fact.ts';
import type { AuditEvent } from './audit.ts';
import type { LockedCustomer } from './customers.ts';
import type { Trx } from './database.ts';
import { factStatement, loadFacts, type Stamp, stampFacts } from './facts.ts';
import { journalStatements } from './journals.ts';
import type { RecordedFact } from './projections/account-change.ts';
import { projectionStatements } from './projections/projection.ts';
import { projectedRows } from './projections/projections.ts';
import type { Statement } from './statement.ts';
import { writeChange } from './write-change.ts';

/** A customer after new facts: its facts, its account, and its row with the new version and heads. */
export interface Appended {
  readonly facts: readonly RecordedFact[];
  readonly account: Account;
  readonly customer: LockedCustomer;
}

export interface AppendOptions extends Stamp {
  /** Coded word for the mark, as the life will be told. */
  readonly because: string;
  /** The account before, where it is at hand; null for a customer without facts. Else the facts are loaded. */
  readonly account?: Account | null;
}

/**
 * Records facts under the customer's lock: all drafts of a call get one new version. In one round trip: the facts with
 * their hash chain, every projection they touch, their journals and balances, their audit, the mark.
 */
export async function appendFacts(
  trx: Trx,
  customer: LockedCustomer,
  drafts: readonly FactDraft[],
  options: AppendOptions,
): Promise<Appended> {
  const before = options.account === undefined ? await loadAccount(trx, customer) : options.account;
  const facts = stampFacts(drafts, customer.factVersion + 1, options);
  const recording = recordFacts(customer, before, facts);
  const next = await writeChange(trx, customer, {
    ...recording,
    mark: { version: customer.factVersion + 1, recordedAt: options.recordedAt, because: options.because },
  });
  return { facts, account: recording.account, customer: next };
}

/** What recording facts takes: statements in order, audit events, and what changes on the customer's row. */
export interface Recording {
  readonly account: Account;
  readonly factsHash: Uint8Array;
  readonly statements: readonly Statement[];
  readonly events: readonly AuditEvent[];
}

/** Plans the recording of at least one fact. Pure but for the hashes. */
export function recordFacts(
  customer: LockedCustomer,
  before: Account | null,
  facts: readonly RecordedFact[],
): Recording {
  const account = before === null ? foldFacts(facts) : withFacts(before, facts);
  const { statement, hashes } = factStatement(customer.id, customer.factsHash, facts);
  const change = { customer, before, after: account, facts };
  return {
    account,
    factsHash: hashes.at(-1) ?? customer.factsHash,
    statements: [
      statement,
      ...projectionStatements(projectedRows(change)),
      ...journalStatements(customer, facts, account),
    ],
    // The hash ties the fact's content, which is not in the audit, to the audit's own chain.
    events: facts.map((fact, index) => ({
      kind: fact.kind,
      actor: fact.actor,
      at: fact.at,
      recordedAt: fact.recordedAt,
      body: { fact: `${fact.version}.${fact.seq}`, hash: Buffer.from(hashes[index] ?? []).toString('hex') },
    })),
  };
}

async function loadAccount(trx: Trx, customer: LockedCustomer): Promise<Account | null> {
  const facts = await loadFacts(trx, customer.id);
  return facts.length === 0 ? null : foldFacts(facts);
}
