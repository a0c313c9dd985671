import { asBoolean, asInteger, asList, asText, field, fieldAt, type JsonValue, plain } from './json.ts';
import { toDayText, toInstantText } from './dates.ts';
import type { SubscriptionStatus, SubscriptionView } from './port.ts';

const statuses: ReadonlyMap<string, SubscriptionStatus> = new Map(
  (['none', 'active', 'pending', 'suspended', 'expired', 'disabled', 'deleted'] as const).map((status) => [
    status,
    status,
  ]),
);

export const statusOf = (resource: JsonValue): SubscriptionStatus =>
  statuses.get((asText(field(resource, 'status')) ?? '').toLowerCase()) ?? 'unknown';

/** Null where Microsoft left the field out or sent null: nothing is scheduled. */
export const instructionsOf = (resource: JsonValue): JsonValue | null =>
  field(resource, 'scheduledNextTermInstructions') ?? null;

export const etagOf = (resource: JsonValue): string | null => asText(fieldAt(resource, 'attributes', 'etag'));

/** A subscription resource (contract section 6.2) as the program sees it; lenient, because samples and replies differ. */
export function subscriptionView(resource: JsonValue): SubscriptionView {
  const instructions = instructionsOf(resource);
  return Object.freeze({
    id: asText(field(resource, 'id')) ?? '',
    offerId: asText(field(resource, 'offerId')) ?? '',
    friendlyName: asText(field(resource, 'friendlyName')) ?? asText(field(resource, 'offerName')) ?? '',
    offerName: asText(field(resource, 'offerName')) ?? '',
    quantity: asInteger(field(resource, 'quantity')) ?? 0,
    status: statusOf(resource),
    suspensionReasons: asList(field(resource, 'suspensionReasons')).flatMap((reason) => asText(reason) ?? []),
    autoRenewEnabled: asBoolean(field(resource, 'autoRenewEnabled')) ?? false,
    scheduledNextTermInstructions: instructions === null ? null : plain(instructions),
    commitmentEndDate: toDayText(asText(field(resource, 'commitmentEndDate'))),
    cancellationAllowedUntil: toInstantText(asText(field(resource, 'cancellationAllowedUntilDate'))),
    termDuration: asText(field(resource, 'termDuration')),
    billingCycle: asText(field(resource, 'billingCycle'))?.toLowerCase() ?? null,
    etag: etagOf(resource),
    orderId: asText(field(resource, 'orderId')),
    parentSubscriptionId: asText(field(resource, 'parentSubscriptionId')) || null,
  });
}
