import type { Day } from '../calendar/day.ts';

/** One line of Microsoft's daily rated usage (contract §15.2): what a resource used of a meter on a day (UTC). */
export interface RatedUsage {
  readonly customerTenantId: string;
  readonly day: Day;
  readonly currency: string;
  /** Decimal text, before tax; negative where something is taken back. */
  readonly cost: string;
  /** Azure's name of the region, `unknown` where the line has none. */
  readonly region: string;
  /** As a resource's type names them, `microsoft.compute` and `virtualmachines`, so that they are those of the month's figures. */
  readonly service: string;
  readonly kind: string;
  readonly meter: string;
  readonly meterName: string | null;
  readonly resource: string | null;
  /** Decimal text. */
  readonly quantity: string;
  readonly unit: string | null;
}
