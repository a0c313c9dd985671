import { toInstantText } from '../partner-center/dates.ts';
import { meaningOf } from '../partner-center/errors.ts';
import { asBoolean, asDecimal, asText, field, type JsonValue } from '../partner-center/json.ts';
import { PartnerCenterError } from '../partner-center/partner-center-error.ts';
import type { CustomerUsage, MeterUsage, PlanUsage, ResourceUsage, UsageSummary } from './port.ts';

/** A record that lacks what it is about. It must not count as nothing used. */
function needed(record: JsonValue, value: string | null, name: string): string {
  if (value !== null) return value;
  const type = asText(field(field(record, 'attributes'), 'objectType')) ?? 'record';
  throw new PartnerCenterError(meaningOf(500, null), { code: `${type}_without_${name}` });
}

const textIn = (record: JsonValue, name: string): string | null => asText(field(record, name));
const dateIn = (record: JsonValue, name: string): number | null => {
  const text = toInstantText(textIn(record, name));
  return text === null ? null : Date.parse(text);
};

/** `amount`, which one sample misspells (contract section 8.2). */
export const amountOf = (budget: JsonValue | undefined): string | null =>
  asDecimal(field(budget, 'amount') ?? field(budget, 'ammount'));

const budgetIn = (record: JsonValue): string | null =>
  amountOf(field(record, 'budget')) ?? amountOf(field(record, 'customerSpendingBudget'));

const costOf = (record: JsonValue) => ({
  totalCost: needed(record, asDecimal(field(record, 'totalCost')), 'totalCost'),
  currency: textIn(record, 'currencyCode')?.toUpperCase() ?? null,
  lastModifiedAt: dateIn(record, 'lastModifiedDate'),
});

export const customerUsage = (record: JsonValue): CustomerUsage =>
  Object.freeze({
    ...costOf(record),
    customerTenantId: needed(record, textIn(record, 'resourceId') ?? textIn(record, 'id'), 'resourceId').toLowerCase(),
    name: textIn(record, 'resourceName') ?? textIn(record, 'name'),
    budget: budgetIn(record),
    percentUsed: asDecimal(field(record, 'percentUsed')) ?? '0',
    hasAzurePlan: asBoolean(field(record, 'isUpgraded')) ?? false,
  });

export const usageSummary = (record: JsonValue): UsageSummary =>
  Object.freeze({
    ...costOf(record),
    budget: budgetIn(record),
    periodStart: dateIn(record, 'billingStartDate'),
    periodEnd: dateIn(record, 'billingEndDate'),
  });

export const planUsage = (record: JsonValue): PlanUsage =>
  Object.freeze({
    ...costOf(record),
    planId: needed(record, textIn(record, 'id') ?? textIn(record, 'resourceId'), 'id'),
    name: textIn(record, 'resourceName') ?? textIn(record, 'name'),
    offerId: textIn(record, 'offerId'),
    status: textIn(record, 'status')?.toLowerCase() ?? null,
  });

export const meterUsage = (record: JsonValue): MeterUsage =>
  Object.freeze({
    ...costOf(record),
    meterId: needed(record, textIn(record, 'meterId'), 'meterId'),
    meterName: textIn(record, 'meterName'),
    category: textIn(record, 'category'),
    subcategory: textIn(record, 'subcategory'),
    quantity: needed(record, asDecimal(field(record, 'quantityUsed')), 'quantityUsed'),
    unit: textIn(record, 'unit'),
  });

export const resourceUsage = (record: JsonValue): ResourceUsage =>
  Object.freeze({
    ...costOf(record),
    resourceUri: needed(record, textIn(record, 'resourceUri'), 'resourceUri'),
    resourceType: textIn(record, 'resourceType'),
    entitlementId: textIn(record, 'entitlementId')?.toLowerCase() ?? null,
    resourceGroupName: textIn(record, 'resourceGroupName'),
    resourceName: textIn(record, 'resourceName') ?? textIn(record, 'name'),
  });
