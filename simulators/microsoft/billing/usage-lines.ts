import { isAzurePlan } from '../entitlements/entitlement.ts';
import { decimal, wireNumber } from '../usage/decimal.ts';
import type { UsageLine } from '../usage/usage.ts';
import type { World } from '../world.ts';

export type BillingPeriod = 'current' | 'last';

/** Contract 15.2 and 15.3: what everybody has used in a period and currency, as it is rated about a day later; an object a line. */
export function* ratedLines(world: World, currencyCode: string, period: BillingPeriod): Generator<object> {
  for (const customer of world.customers.all()) {
    const { tenantId, companyName } = customer;
    const now = world.clock.now(tenantId);
    const { from, until } = monthOf(now, period);
    const ratedTo = now - world.settings.ratedAfterMs;
    for (const line of world.usage.ownedBy(tenantId)) {
      if (line.currencyCode !== currencyCode || line.usedAt < from || line.usedAt >= until) continue;
      const figure = line.figures.findLast((one) => one.visibleFrom <= ratedTo);
      if (figure !== undefined) yield ratedLine(world, line, figure, companyName);
    }
  }
}

/** The calendar month in UTC. */
function monthOf(at: number, period: BillingPeriod): { readonly from: number; readonly until: number } {
  const date = new Date(at);
  const month = (offset: number): number => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + offset, 1);
  return period === 'current' ? { from: month(0), until: month(1) } : { from: month(-1), until: month(0) };
}

function ratedLine(world: World, line: UsageLine, figure: UsageLine['figures'][number], companyName: string): object {
  const day = new Date(line.usedAt).toISOString().slice(0, 10);
  const plan = world.subscriptions.find(line.tenantId, line.planId, world.clock.now(line.tenantId));
  return {
    PartnerId: world.settings.partnerTenantId,
    CustomerId: line.tenantId,
    CustomerName: companyName,
    CustomerCountry: 'PL',
    InvoiceNumber: null,
    ProductId: plan !== undefined && isAzurePlan(plan) ? 'DZH318Z0BPS6' : null,
    SubscriptionId: line.planId,
    ChargeStartDate: `${day.slice(0, 8)}01T00:00:00Z`,
    UsageDate: `${day}T00:00:00Z`,
    MeterType: line.meterName,
    MeterCategory: line.category,
    MeterId: line.meterId,
    MeterSubCategory: line.subcategory,
    MeterName: line.meterName,
    MeterRegion: line.region ?? REGION,
    Unit: line.unit,
    ResourceLocation: line.region ?? REGION,
    ConsumedService: line.resourceType.split('/')[0],
    ResourceGroup: line.resourceGroupName,
    ResourceURI: line.resourceUri,
    Tags: '',
    AdditionalInfo: '{}',
    ChargeType: 'new',
    UnitPrice: '0',
    Quantity: wireNumber(decimal(figure.quantity)),
    BillingPreTaxTotal: wireNumber(decimal(figure.totalCost)),
    BillingCurrency: line.currencyCode,
    EntitlementId: line.entitlementId,
    EntitlementDescription: world.entitlements.get(line.entitlementId)?.friendlyName ?? '',
  };
}

const REGION = 'polandcentral';
