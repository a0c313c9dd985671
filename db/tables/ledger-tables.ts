import type { Day } from '../../domain/calendar/day.ts';
import type { LedgerAccount } from '../../domain/ledger/journal.ts';
import type { Default } from './column-types.ts';

export interface LedgerTables {
  journal: {
    id: Default<bigint>;
    seller_id: string;
    customer_id: string | null;
    fact_version: number | null;
    fact_seq: number | null;
    part: Default<number>;
    subject_id: string | null;
    kind: string;
    effective_on: Day;
    at: Date;
    recorded_at: Date;
  };
  journal_line: {
    journal_id: bigint;
    line: number;
    seller_id: string;
    customer_id: string | null;
    account: LedgerAccount;
    currency: string;
    amount_minor: bigint;
    invoice_id: string | null;
    instalment: number | null;
  };
  balance: {
    seller_id: string;
    customer_id: string | null;
    account: LedgerAccount;
    currency: string;
    amount_minor: bigint;
  };
}
