import type { Caller } from '../partner-center/call.ts';
import { asBoolean, asText, field, type JsonValue } from '../partner-center/json.ts';
import type { Limits } from '../partner-center/limits.ts';
import { readAllPages } from '../partner-center/pages.ts';
import { PartnerCenterError } from '../partner-center/partner-center-error.ts';

/** The offer `Product:Sku:Availability` as it is sold now (contract section 5.1). A legacy offer has no availability. */
export async function currentOffer(caller: Caller, limits: Limits, tenantId: string, offerId: string): Promise<string> {
  const [product, sku, availability] = offerId.split(':');
  if (product === undefined || sku === undefined || availability === undefined) return offerId;
  const path = `/customers/${encodeURIComponent(tenantId)}/products/${encodeURIComponent(product)}/skus/${encodeURIComponent(sku)}/availabilities`;
  const sold = await readAllPages(caller, { path, tenant: tenantId }, limits.pages).catch((error: unknown) => {
    if (error instanceof PartnerCenterError && error.kind === 'notFound') return [];
    throw error;
  });
  const ids = sold.filter(isPurchasable).flatMap((one) => asText(field(one, 'id')) ?? []);
  if (ids.length === 0 || ids.some((id) => id.toUpperCase() === availability.toUpperCase())) return offerId;
  return `${product}:${sku}:${ids[0] ?? availability}`;
}

const isPurchasable = (availability: JsonValue): boolean => asBoolean(field(availability, 'isPurchasable')) ?? true;
