import type { AzureEvent } from '../../domain/activity/customer-event.ts';
import { asText, field, fieldAt, isObject, type JsonValue, parseJson } from '../partner-center/json.ts';
import { actorOf } from './actor.ts';
import { instantIn, needed } from './needed.ts';

/** Claims of the token with which it was done: the person's id in the directory, else the application's. */
const OBJECT_ID = 'http://schemas.microsoft.com/identity/claims/objectidentifier';

/** A record of the Azure activity log (contract section 12.2). */
export function azureEvent(record: JsonValue): AzureEvent {
  const lower = (name: string): string | null => asText(fieldAt(record, name, 'value'))?.toLowerCase() ?? null;
  const caller = asText(field(record, 'caller'));
  const claims = field(record, 'claims');
  const id = asText(field(claims, OBJECT_ID)) ?? asText(field(claims, 'appid'));
  return Object.freeze({
    id: needed(asText(field(record, 'eventDataId')), 'EventData', 'eventDataId'),
    at: instantIn(record, 'EventData', 'eventTimestamp'),
    operation: needed(lower('operationName'), 'EventData', 'operationName'),
    category: lower('category') ?? '',
    status: lower('status') ?? '',
    subStatus: subStatusOf(lower('subStatus')),
    correlationId: asText(field(record, 'correlationId')),
    resource: withoutAddress(asText(field(record, 'resourceId'))),
    resourceType: lower('resourceType'),
    resourceGroup: asText(field(record, 'resourceGroupName')),
    assigned: assignedIn(field(record, 'properties')),
    ...actorOf(id, caller),
    address: asText(fieldAt(record, 'httpRequest', 'clientIpAddress')),
  });
}

/** `Created (HTTP Status Code: 201)` is `created`. */
function subStatusOf(text: string | null): string | null {
  return text === null || text === '' ? null : (text.split(' ')[0] ?? null);
}

/** A resource is a path; an address of somebody in it is nobody's to keep. */
function withoutAddress(resource: string | null): string | null {
  return resource === null || resource.includes('@') ? null : resource;
}

/** Principal and role of a role assignment, out of the text of the request or of its answer (contract section 14.3). */
function assignedIn(properties: JsonValue | undefined): AzureEvent['assigned'] {
  for (const name of ['requestbody', 'responseBody']) {
    const body = jsonIn(asText(field(properties, name)));
    const said = field(body, 'properties');
    const role = asText(field(said, 'roleDefinitionId'))?.split('/').at(-1)?.toLowerCase();
    const principal = asText(field(said, 'principalId'));
    if (role !== undefined && principal !== null) return { role, principal };
  }
  return null;
}

function jsonIn(text: string | null): JsonValue | undefined {
  if (text === null) return undefined;
  try {
    const parsed = parseJson(text);
    return isObject(parsed) ? parsed : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
