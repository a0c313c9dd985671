import type { AccessTarget } from '../../domain/access/access-target.ts';
import type { StandingAssignment } from '../../domain/access/standing-access.ts';
import type { Caller } from '../partner-center/call.ts';
import { asText, field, type JsonValue } from '../partner-center/json.ts';
import { malformed, readGraphList } from './listed.ts';

type DirectoryTarget = Extract<AccessTarget, { kind: 'directoryRole' }>;

const PATH = '/v1.0/roleManagement/directory/roleAssignments';
/** The whole directory; the scope of an administrative unit is another. */
const WHOLE = '/';

interface SeenRole extends StandingAssignment {
  readonly target: DirectoryTarget;
  readonly scope: string;
}

function view(resource: JsonValue): SeenRole {
  const id = asText(field(resource, 'id'));
  const role = asText(field(resource, 'roleDefinitionId'))?.toLowerCase();
  const principal = asText(field(resource, 'principalId'))?.toLowerCase();
  if (id === null || role === undefined || principal === undefined)
    throw malformed('Microsoft Graph', 'no_role_assignment');
  const scope = asText(field(resource, 'directoryScopeId')) ?? WHOLE;
  return { id, target: { kind: 'directoryRole', role, principal }, scope };
}

/** Role assignments of a directory, through a caller of its tenant (contract section 14.2). */
export async function readDirectoryRoles(caller: Caller, tenant: string, pages: number): Promise<readonly SeenRole[]> {
  return (await readGraphList(caller, PATH, tenant, pages)).map(view);
}

/** The assignment that gives exactly this, for the whole directory. */
export async function findDirectoryRole(
  caller: Caller,
  tenant: string,
  { role, principal }: DirectoryTarget,
  pages: number,
): Promise<string | null> {
  const all = await readDirectoryRoles(caller, tenant, pages);
  const found = all.find(
    ({ target, scope }) => scope === WHOLE && target.role === role && target.principal === principal,
  );
  return found?.id ?? null;
}

export function makeDirectoryRole(
  caller: Caller,
  tenant: string,
  { role, principal }: DirectoryTarget,
  messageRequestId: string,
): Promise<JsonValue> {
  const body = { principalId: principal, roleDefinitionId: role, directoryScopeId: WHOLE };
  return caller.write({ method: 'POST', path: PATH, tenant, body, messageRequestId });
}

export function removeDirectoryRole(
  caller: Caller,
  tenant: string,
  id: string,
  messageRequestId: string,
): Promise<JsonValue> {
  return caller.write({ method: 'DELETE', path: `${PATH}/${encodeURIComponent(id)}`, tenant, messageRequestId });
}
