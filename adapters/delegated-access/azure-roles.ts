import type { AccessTarget } from '../../domain/access/access-target.ts';
import type { StandingAssignment } from '../../domain/access/standing-access.ts';
import type { Caller } from '../partner-center/call.ts';
import { asText, fieldAt, field, type JsonValue } from '../partner-center/json.ts';
import { malformed, readListed } from './listed.ts';

type AzureTarget = Extract<AccessTarget, { kind: 'azureRole' }>;

const API = 'api-version=2022-04-01';
/** The partner's own group of admin agents, by which every partner is Owner (AOBO, contract section 14.3): no person's grant. */
const PARTNERS_GROUP = 'foreigngroup';

interface SeenAzureRole extends StandingAssignment {
  readonly target: AzureTarget;
  readonly name: string;
  readonly scope: string;
}

const pathOf = (subscription: string, name = ''): string =>
  `/subscriptions/${encodeURIComponent(subscription)}/providers/Microsoft.Authorization/roleAssignments${name === '' ? '' : `/${encodeURIComponent(name)}`}`;

function view(resource: JsonValue, subscription: string): readonly SeenAzureRole[] {
  const property = (name: string): string | null => asText(fieldAt(resource, 'properties', name));
  const id = asText(field(resource, 'id'));
  const name = asText(field(resource, 'name'));
  const role = property('roleDefinitionId')?.split('/').at(-1)?.toLowerCase();
  const principal = property('principalId')?.toLowerCase();
  if (id === null || name === null || role === undefined || principal === undefined)
    throw malformed('Azure', 'no_role_assignment');
  if (property('principalType')?.toLowerCase() === PARTNERS_GROUP) return [];
  const target = { kind: 'azureRole', role, principal, subscription } as const;
  return [{ id: id.toLowerCase(), name, target, scope: property('scope')?.toLowerCase() ?? '' }];
}

/** Roles on an Azure subscription, those inherited from above included, through a caller of its tenant (contract section 14.3). */
export async function readAzureRoles(
  caller: Caller,
  tenant: string,
  subscription: string,
  pages: number,
): Promise<readonly SeenAzureRole[]> {
  const path = `${pathOf(subscription)}?${API}&$filter=${encodeURIComponent('atScope()')}`;
  const items = await readListed(caller, { path, tenant, nextLink: 'nextLink', service: 'Azure' }, pages);
  return items.flatMap((item) => view(item, subscription));
}

/** The assignment that gives exactly this on the subscription itself; what is inherited is not ours to remove there. */
export async function findAzureRole(
  caller: Caller,
  tenant: string,
  { role, principal, subscription }: AzureTarget,
  pages: number,
): Promise<SeenAzureRole | null> {
  const all = await readAzureRoles(caller, tenant, subscription, pages);
  const scope = `/subscriptions/${subscription}`;
  const isIt = (one: SeenAzureRole) =>
    one.scope === scope && one.target.role === role && one.target.principal === principal;
  return all.find(isIt) ?? null;
}

/** `name` is a guid of ours; the same for every repetition. */
export function makeAzureRole(
  caller: Caller,
  tenant: string,
  { role, principal, subscription }: AzureTarget,
  { name, messageRequestId }: { readonly name: string; readonly messageRequestId: string },
): Promise<JsonValue> {
  const roleDefinitionId = `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`;
  // Without `principalType`: Azure finds out by itself whether it is a person, a group or an application.
  const body = { properties: { roleDefinitionId, principalId: principal } };
  return caller.write({ method: 'PUT', path: `${pathOf(subscription, name)}?${API}`, tenant, body, messageRequestId });
}

export function removeAzureRole(
  caller: Caller,
  tenant: string,
  { subscription, name }: { readonly subscription: string; readonly name: string },
  messageRequestId: string,
): Promise<JsonValue> {
  return caller.write({ method: 'DELETE', path: `${pathOf(subscription, name)}?${API}`, tenant, messageRequestId });
}
