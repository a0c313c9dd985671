import { randomUUID } from 'node:crypto';
import type { partner } from './partner.ts';

export const AZURE_PLAN = 'DZH318Z0BPS6:0001:DZH318Z0BML6';

export interface Entitlement {
  readonly id: string;
  readonly status: string;
  readonly subscriptionId: string;
}

/** An Azure plan of a new customer with `count` Azure subscriptions under it. */
export async function azurePlan(
  microsoft: Awaited<ReturnType<typeof partner>>,
  { count = 1, tenantId = randomUUID() }: { readonly count?: number; readonly tenantId?: string } = {},
) {
  const plan = await microsoft.seed({ offerId: AZURE_PLAN, quantity: 1 }, tenantId);
  const entitlements: string[] = [];
  while (entitlements.length < count) {
    const lever = `tenants/${tenantId}/subscriptions/${plan.id}/entitlements`;
    entitlements.push((await microsoft.pull<Entitlement>('POST', lever, {})).id);
  }
  return { ...plan, entitlements, pathOf: (index: number) => `${plan.path}/azureEntitlements/${entitlements[index]}` };
}
