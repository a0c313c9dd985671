import type { Updateable } from 'kysely';
import type { Account } from '../domain/account/account.ts';
import type { Instant } from '../domain/calendar/day.ts';
import { type AuditEvent, auditStatements } from './audit.ts';
import type { LockedCustomer } from './customers.ts';
import type { Trx } from './database.ts';
import { toDate } from './database-time.ts';
import { knowledgeColumns } from './projections/knowledge.ts';
import { traitColumns } from './projections/traits.ts';
import { type Statement, inTurn } from './statement.ts';
import type { CustomerTable } from './tables/party-tables.ts';

/** Columns of the customer's row, as they are written. */
export type CustomerColumns = Updateable<CustomerTable>;

/** All that one transaction writes about one customer. */
export interface CustomerChange {
  readonly statements: readonly Statement[];
  readonly events: readonly AuditEvent[];
  /** With new facts: the account after them and the running hash. */
  readonly account?: Account;
  readonly factsHash?: Uint8Array;
  /** The mark that is the outbox: the life is to assess up to this version. */
  readonly mark?: { readonly version: number; readonly recordedAt: Instant; readonly because: string };
  /** Further columns of the customer's row. */
  readonly columns?: CustomerColumns;
}

/**
 * Writes a customer's change: its statements, its audit at the end of the customer's chain, and the
 * customer's row. Answers with the row's new version and heads.
 */
export async function writeChange(trx: Trx, customer: LockedCustomer, change: CustomerChange): Promise<LockedCustomer> {
  const audit = auditStatements(customer.id, customer.audit, change.events);
  const columns: CustomerColumns = {
    audit_seq: audit.head.seq,
    audit_hash: audit.head.hash,
    ...(change.account && { ...traitColumns(change.account), ...knowledgeColumns(change.account) }),
    ...(change.factsHash && { facts_hash: change.factsHash }),
    ...(change.mark && {
      fact_version: change.mark.version,
      marked_at: toDate(change.mark.recordedAt),
      marked_because: change.mark.because,
    }),
    ...change.columns,
  };
  await inTurn(trx, [
    ...change.statements,
    ...audit.statements,
    (tx) => tx.updateTable('customer').set(columns).where('id', '=', customer.id).compile(),
  ]);
  return {
    ...customer,
    audit: audit.head,
    factsHash: change.factsHash ?? customer.factsHash,
    factVersion: change.mark?.version ?? customer.factVersion,
  };
}
