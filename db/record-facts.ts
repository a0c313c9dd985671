import type { Account } from '../domain/account/account.ts';
import { foldFacts, withFacts } from '../domain/account/fold.ts';
import type { AuditEvent } from './audit.ts';
import type { LockedCustomer } from './customers.ts';
import { factStatement } from './facts.ts';
import { journalStatements } from './journals.ts';
import type { RecordedFact } from './projections/account-change.ts';
import { projectionStatements } from './projections/projection.ts';
import { projectedRows } from './projections/projections.ts';
import type { Statement } from './statement.ts';

/** What recording facts takes: statements in order, audit events, and what changes on the customer's row. */
export interface Recording {
  readonly account: Account;
  readonly factsHash: Uint8Array;
  readonly statements: readonly Statement[];
  readonly events: readonly AuditEvent[];
}

/**
 * Plans the recording of new facts, which `writeChange` carries out: the facts with their hash chain, every projection
 * they touch, their journals and balances, their audit. Pure.
 */
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
