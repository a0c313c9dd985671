import { toInstantText } from '../partner-center/dates.ts';
import { asList, asText, field, fieldAt, type JsonValue } from '../partner-center/json.ts';
import { malformed } from './listed.ts';
import type { GroupAssignment, SeenRelationship } from './port.ts';

const lower = (value: JsonValue | undefined): string | null => asText(value)?.toLowerCase() ?? null;

export function rolesIn(resource: JsonValue): readonly string[] {
  return asList(fieldAt(resource, 'accessDetails', 'unifiedRoles')).flatMap(
    (role) => lower(field(role, 'roleDefinitionId')) ?? [],
  );
}

/** Graph's etag goes back as it came. @throws PartnerCenterError when there is none */
export function graphEtag(resource: JsonValue): string {
  const etag = asText(field(resource, '@odata.etag'));
  if (etag === null) throw malformed('Microsoft Graph', 'no_etag');
  return etag;
}

export function relationshipView(resource: JsonValue): SeenRelationship {
  const id = asText(field(resource, 'id'));
  if (id === null) throw malformed('Microsoft Graph', 'no_relationship');
  const status = asText(field(resource, 'status')) ?? 'unknown';
  return {
    id,
    customerTenantId: lower(fieldAt(resource, 'customer', 'tenantId')),
    status,
    duration: asText(field(resource, 'duration')),
    activatedAt: instantOf(resource, 'activatedDateTime'),
    endsAt: endOf(resource, status),
    roles: rolesIn(resource),
    autoExtends: asText(field(resource, 'autoExtendDuration')) === 'P180D',
  };
}

/** What somebody has ended was over when it was last changed; its `endDateTime` still lies ahead. */
function endOf(resource: JsonValue, status: string): number | null {
  const ends = instantOf(resource, 'endDateTime');
  const changed = instantOf(resource, 'lastModifiedDateTime');
  const isEnded = status.toLowerCase().startsWith('terminat');
  return ends !== null && isEnded && changed !== null ? Math.min(ends, changed) : ends;
}

function instantOf(resource: JsonValue, name: string): number | null {
  const text = toInstantText(asText(field(resource, name)));
  return text === null ? null : Date.parse(text);
}

export function groupAssignmentView(resource: JsonValue): GroupAssignment {
  const id = asText(field(resource, 'id'));
  const securityGroup = lower(fieldAt(resource, 'accessContainer', 'accessContainerId'));
  if (id === null || securityGroup === null) throw malformed('Microsoft Graph', 'no_access_assignment');
  return { id, securityGroup, roles: rolesIn(resource), status: asText(field(resource, 'status')) ?? 'unknown' };
}
