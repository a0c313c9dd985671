import type { LicenceCount } from '../../domain/hygiene/directory.ts';
import { asBoolean, asInteger, asText, field, fieldAt, type JsonValue } from '../partner-center/json.ts';

/**
 * Counts by product out of `subscribedSkus` and `directory/subscriptions` (contract §13). The first says how many there are
 * and how many are assigned; only the second knows which of them somebody pays for: trials, and what belongs to no
 * subscription, cost nothing.
 */
export function licenceCounts(
  skus: readonly JsonValue[],
  subscriptions: readonly JsonValue[],
): readonly LicenceCount[] {
  const bought = new Map<string, number>();
  for (const subscription of subscriptions) {
    const sku = skuOf(subscription);
    const isPaid =
      asBoolean(field(subscription, 'isTrial')) !== true &&
      asText(field(subscription, 'commerceSubscriptionId')) !== null &&
      asText(field(subscription, 'status'))?.toLowerCase() === 'enabled';
    if (sku !== null && isPaid)
      bought.set(sku, (bought.get(sku) ?? 0) + (asInteger(field(subscription, 'totalLicenses')) ?? 0));
  }
  return skus.flatMap((one) => {
    const sku = skuOf(one);
    if (sku === null) return [];
    return [
      {
        sku,
        name: asText(field(one, 'skuPartNumber')) ?? sku,
        bought: bought.get(sku) ?? 0,
        available: asInteger(fieldAt(one, 'prepaidUnits', 'enabled')) ?? 0,
        assigned: asInteger(field(one, 'consumedUnits')) ?? 0,
      },
    ];
  });
}

function skuOf(value: JsonValue): string | null {
  return asText(field(value, 'skuId'))?.toLowerCase() ?? null;
}
