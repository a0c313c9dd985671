import type {
  CaseCategory,
  CaseFactKind,
  CaseKind,
  CaseSeverity,
  CaseSource,
  CaseVerdict,
  ClockName,
} from '../../domain/security/case-facts.ts';
import type { CaseState } from '../../domain/security/security-case.ts';
import type { Default, Json } from './column-types.ts';

/** A clock as it stands in the row; instants in epoch milliseconds. */
export interface StoredClock {
  readonly name: ClockName;
  readonly at: number;
  readonly metAt: number | null;
  readonly missed: boolean;
}

export interface SecurityTables {
  security_case: {
    id: string;
    customer_id: string;
    kind: CaseKind;
    severity: CaseSeverity;
    source: CaseSource;
    state: CaseState;
    verdict: CaseVerdict | null;
    category: CaseCategory | null;
    received_at: Date;
    detected_at: Date | null;
    acknowledged_at: Date | null;
    acted_at: Date | null;
    answered_at: Date | null;
    closed_at: Date | null;
    clocks: Json<readonly StoredClock[]>;
    opened_at: Date;
    last_seq: number;
    delivered_seq: Default<number>;
    wake_at: Date | null;
  };
  security_case_fact: {
    case_id: string;
    seq: number;
    kind: CaseFactKind;
    at: Date;
    recorded_at: Date;
    actor: string;
    body: Json<Record<string, unknown>>;
  };
  security_case_service_request: { case_id: string; number: string; status: string | null; read_at: Date | null };
  /** Tenants that have used their one request for Microsoft's credit. */
  credit_request: { tenant: string; case_id: string };
  security_case_signal: { occurrence: string; case_id: string; seen_at: Date };
}
