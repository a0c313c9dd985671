import type { Day } from '../../domain/calendar/day.ts';
import type { RuleName } from '../../domain/usage/finding.ts';
import type { DetailLine } from '../../domain/usage/usage-detail.ts';
import type { Json } from './column-types.ts';

/** A line of usage at rest; `cost` and `night` are minor units as texts. */
export interface StoredUsageLine {
  readonly region: string;
  readonly service: string;
  readonly kind: string;
  readonly cost: string;
  readonly night: string | null;
}

/** A line of the detail at rest; `cost` in minor units as text. */
export interface StoredDetailLine extends Omit<DetailLine, 'cost'> {
  readonly cost: string;
}

export interface UsageTables {
  usage_statement: {
    customer_id: string;
    day: Day;
    known_at: Date;
    lines: Json<readonly StoredUsageLine[]>;
    cost_minor: bigint;
    currency: string;
  };
  usage_mark: {
    customer_id: string;
    total: string;
    budget: string | null;
    seen_at: Date;
    changed_at: Date | null;
    currency: string | null;
  };
  usage_export: {
    id: string;
    currency: string;
    period: 'current' | 'last';
    asked_at: Date;
    state: 'asked' | 'read' | 'empty' | 'failed';
    done_at: Date | null;
    lines: bigint | null;
  };
  usage_export_line: { export_id: string; customer_id: string; day: Day; line: Json<StoredDetailLine> };
  usage_detail: {
    customer_id: string;
    day: Day;
    known_at: Date;
    currency: string;
    lines: Json<readonly StoredDetailLine[]>;
  };
  watch_found: {
    customer_id: string;
    rule: RuleName;
    subject: string;
    found_at: Date;
    told_minor: bigint;
    currency: string;
  };
  agreed_use: {
    id: string;
    customer_id: string;
    kind: 'region' | 'service' | 'administrator';
    subject: string;
    daily_minor: bigint | null;
    from_day: Day;
    until_day: Day;
    known_at: Date;
    withdrawn_at: Date | null;
    actor: string;
  };
}
