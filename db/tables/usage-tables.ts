import type { Day } from '../../domain/calendar/day.ts';
import type { Json } from './column-types.ts';

/** A line of usage at rest; `cost` and `night` are minor units as texts. */
export interface StoredUsageLine {
  readonly region: string;
  readonly service: string;
  readonly kind: string;
  readonly cost: string;
  readonly night: string | null;
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
  usage_mark: { customer_id: string; total: string; budget: string | null; seen_at: Date };
}
