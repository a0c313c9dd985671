import { toInstantText } from '../partner-center/dates.ts';
import { asBoolean, asList, asText, field, isObject, type JsonValue } from '../partner-center/json.ts';
import type { SecurityAlert, Verdict } from './port.ts';

const known = <T extends string>(words: readonly T[]): ReadonlyMap<string, T> =>
  new Map(words.map((word) => [word.toLowerCase(), word]));

const confidences = known(['low', 'medium', 'high'] as const);
const severities = known(['informational', 'low', 'medium', 'high'] as const);
const statuses: ReadonlyMap<string, SecurityAlert['status']> = new Map([
  ...known(['active', 'investigating', 'resolved'] as const),
  // One table of Microsoft's has the word so (contract section 20, 3).
  ['resolve', 'resolved'],
]);
const verdicts: ReadonlyMap<string, Verdict> = new Map([
  ['fraud', 'fraud'],
  ['legitimate', 'legitimate'],
  ['ignore', 'ignored'],
]);

const guid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const joined = new RegExp(`^(${guid})[-_](.+)$`);

/**
 * What both ways of an alert have in common: fraudEvents say `<azure subscription>_<guid>`, Graph says
 * `<azure subscription>-<guid>` or the guid alone (contract sections 9 and 10), each in its own casing.
 */
export function occurrenceOf(id: string, azureSubscriptionId: string | null): string {
  const lower = id.toLowerCase();
  const [, subscription, own] = joined.exec(lower) ?? [];
  if (subscription !== undefined && own !== undefined) return `${subscription}/${own}`;
  return `${azureSubscriptionId?.toLowerCase() ?? '-'}/${lower}`;
}

const word = (resource: JsonValue, name: string): string => asText(field(resource, name))?.toLowerCase() ?? '';

/** The first of the named fields that holds a date; where there is none, when it was read. */
function firstDate(resource: JsonValue, names: readonly string[], readAt: number): number {
  for (const name of names) {
    const text = toInstantText(asText(field(resource, name)));
    if (text !== null) return Date.parse(text);
  }
  return readAt;
}

interface Names {
  readonly id: string;
  readonly type: string;
  readonly status: string;
  readonly dates: readonly string[];
  readonly resourceId: string;
  readonly resourceType: string;
}

const namesOf: Readonly<Record<SecurityAlert['way'], Names>> = {
  graph: {
    id: 'id',
    type: 'alertType',
    status: 'status',
    dates: ['detectedDateTime', 'firstObservedDateTime', 'lastObservedDateTime'],
    resourceId: 'resourceId',
    resourceType: 'resourceType',
  },
  fraudEvents: {
    id: 'eventId',
    type: 'eventType',
    status: 'eventStatus',
    dates: ['eventTime', 'firstObserved', 'firstOccurrence'],
    resourceId: 'azureResourceId',
    resourceType: 'type',
  },
};

/**
 * A PartnerSecurityAlert or a FraudEvent as the program sees it. Microsoft's sets of words are open: one not known here is
 * `unknown`. Null for something without an id, which nobody could answer.
 *
 * @param readAt epoch milliseconds, for an alert that carries no date
 */
export function alertView(resource: JsonValue, way: SecurityAlert['way'], readAt: number): SecurityAlert | null {
  const names = namesOf[way];
  const id = asText(field(resource, names.id));
  if (!isObject(resource) || id === null) return null;
  const azureSubscriptionId = asText(field(resource, 'subscriptionId'))?.toLowerCase() ?? null;
  const alertType = asText(field(resource, names.type)) ?? '';
  return Object.freeze({
    id,
    occurrence: occurrenceOf(id, azureSubscriptionId),
    way,
    customerTenantId: word(resource, 'customerTenantId'),
    azureSubscriptionId,
    alertType,
    displayName: asText(field(resource, 'displayName')) ?? alertType,
    severity: severities.get(word(resource, 'severity')) ?? 'unknown',
    confidence: confidences.get(word(resource, 'confidenceLevel')) ?? 'unknown',
    status: statuses.get(word(resource, names.status)) ?? 'unknown',
    verdict: verdicts.get(word(resource, 'resolvedReason')) ?? null,
    detectedAt: firstDate(resource, names.dates, readAt),
    isTest: asBoolean(field(resource, 'isTest')) ?? false,
    affectedResources: asList(field(resource, 'affectedResources')).flatMap((one) => {
      const resourceId = asText(field(one, names.resourceId));
      return resourceId === null ? [] : [{ id: resourceId, type: asText(field(one, names.resourceType)) ?? '' }];
    }),
  });
}
