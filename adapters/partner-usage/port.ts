import type { Instant } from '../../domain/calendar/day.ts';

/**
 * What was used, in Microsoft's figures: estimates before tax and credits, refreshed once a day and restated afterwards
 * (contract §8). Amounts are plain decimal texts with every digit that Microsoft sent, in `currency`.
 */
interface Cost {
  readonly totalCost: string;
  /** ISO 4217; null for a legacy subscription, whose record names a locale only. */
  readonly currency: string | null;
  /** When Microsoft last changed the figures; null when it does not say. */
  readonly lastModifiedAt: Instant | null;
}

/** One customer in the running month. */
export interface CustomerUsage extends Cost {
  readonly customerTenantId: string;
  readonly name: string | null;
  /** Null where no budget is set. */
  readonly budget: string | null;
  /** May pass 100; 0 where no budget is set. */
  readonly percentUsed: string;
  readonly hasAzurePlan: boolean;
}

/** A sum over one period of billing. */
export interface UsageSummary extends Cost {
  readonly budget: string | null;
  readonly periodStart: Instant | null;
  readonly periodEnd: Instant | null;
}

/** One subscription that is billed by use, in the running month. */
export interface PlanUsage extends Cost {
  readonly planId: string;
  readonly name: string | null;
  readonly offerId: string | null;
  readonly status: string | null;
}

export interface MeterUsage extends Cost {
  readonly meterId: string;
  readonly meterName: string | null;
  readonly category: string | null;
  readonly subcategory: string | null;
  readonly quantity: string;
  readonly unit: string | null;
}

export interface ResourceUsage extends Cost {
  readonly resourceUri: string;
  readonly resourceType: string | null;
  /** Id of the Azure subscription. */
  readonly entitlementId: string | null;
  readonly resourceGroupName: string | null;
  readonly resourceName: string | null;
}

/** Reads need a person's sign-in, budgets do not (contract §1.5). Every method rejects with PartnerCenterError. */
export interface PartnerUsage {
  /** Every customer. A webhook about a passed threshold names none: this list is what to read then. */
  customers(): Promise<readonly CustomerUsage[]>;
  summary(tenantId: string): Promise<UsageSummary>;
  /** Every Azure plan and legacy Azure subscription of the customer. */
  plans(tenantId: string): Promise<readonly PlanUsage[]>;
  planSummary(tenantId: string, planId: string): Promise<UsageSummary>;
  meters(tenantId: string, planId: string): Promise<readonly MeterUsage[]>;
  resources(tenantId: string, planId: string): Promise<readonly ResourceUsage[]>;
  /** Null where none is set. A budget only informs: usage goes on beyond it and is charged. */
  budget(tenantId: string): Promise<string | null>;
  /** Sets a budget, or takes it away, and answers with what is read back. @throws RangeError for no positive decimal */
  setBudget(tenantId: string, amount: string | null): Promise<string | null>;
}
