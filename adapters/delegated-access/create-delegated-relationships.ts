import type { Caller } from '../partner-center/call.ts';
import { partnersOwn, type PartnerConnection } from '../partner-center/connection.ts';
import { confirmed } from './confirmed.ts';
import { readGraphList } from './listed.ts';
import type { DelegatedRelationships, GroupAssignment, RelationshipOffer, SeenRelationship } from './port.ts';
import { graphEtag, groupAssignmentView, relationshipView } from './relationship-view.ts';

const PATH = '/v1.0/tenantRelationships/delegatedAdminRelationships';
const tenant = partnersOwn;
const OVER = new Set(['terminationRequested', 'terminating', 'terminated', 'expired']);

/** By the application alone, in the partner's own tenant (contract section 14.1). */
export function createDelegatedRelationships(
  caller: Caller,
  connection: Pick<PartnerConnection, 'limits' | 'runtime'>,
): DelegatedRelationships {
  const { limits } = connection;
  const one = (id: string): string => `${PATH}/${encodeURIComponent(id)}`;
  const read = async (id: string): Promise<SeenRelationship> =>
    relationshipView(await caller.read({ path: one(id), tenant }));
  const list = async (): Promise<readonly SeenRelationship[]> =>
    (await readGraphList(caller, PATH, tenant, limits.pages)).map(relationshipView);

  const request = (id: string, action: 'lockForApproval' | 'terminate', isDone: (now: SeenRelationship) => boolean) =>
    confirmed(
      connection,
      (messageRequestId) =>
        caller.write({ method: 'POST', path: `${one(id)}/requests`, tenant, body: { action }, messageRequestId }),
      async () => {
        const now = await read(id);
        return isDone(now) ? now : null;
      },
    );

  /** By its display name, which is unique: what an answer that was lost has made is found again. */
  const made = async ({ displayName }: RelationshipOffer): Promise<SeenRelationship | null> => {
    const filter = encodeURIComponent(`displayName eq '${displayName.replaceAll("'", "''")}'`);
    const [found] = await readGraphList(caller, `${PATH}?$filter=${filter}`, tenant, limits.pages);
    return found === undefined ? null : relationshipView(found);
  };

  const assignmentsPath = (id: string): string => `${one(id)}/accessAssignments`;
  const standing = async (id: string): Promise<readonly GroupAssignment[]> =>
    (await readGraphList(caller, assignmentsPath(id), tenant, limits.pages))
      .map(groupAssignmentView)
      .filter(({ status }) => status !== 'deleted' && status !== 'deleting');
  const of = async (id: string, securityGroup: string): Promise<GroupAssignment | null> =>
    (await standing(id)).find((assignment) => assignment.securityGroup === securityGroup.toLowerCase()) ?? null;
  const has = ({ roles }: GroupAssignment, wanted: readonly string[]): boolean =>
    roles.length === wanted.length && wanted.every((role) => roles.includes(role.toLowerCase()));

  /** A change of an assignment goes with the etag that was just read. */
  const withEtag = async (id: string, assignment: string): Promise<{ path: string; ifMatch: string }> => {
    const path = `${assignmentsPath(id)}/${encodeURIComponent(assignment)}`;
    return { path, ifMatch: graphEtag(await caller.read({ path, tenant })) };
  };

  return {
    list,
    async offer(offer) {
      const body = {
        displayName: offer.displayName,
        duration: offer.duration,
        customer: { tenantId: offer.customerTenantId, displayName: '' },
        accessDetails: { unifiedRoles: offer.roles.map((roleDefinitionId) => ({ roleDefinitionId })) },
        autoExtendDuration: 'PT0S',
      };
      const before = await made(offer);
      const { id, status } =
        before ??
        (await confirmed(
          connection,
          (messageRequestId) => caller.write({ method: 'POST', path: PATH, tenant, body, messageRequestId }),
          () => made(offer),
        ));
      if (status !== 'created') return await read(id);
      return await request(id, 'lockForApproval', (now) => now.status !== 'created');
    },
    async terminate(id) {
      const before = await read(id);
      if (OVER.has(before.status)) return before;
      return await request(id, 'terminate', (now) => OVER.has(now.status));
    },
    assignments: standing,
    async assign(id, securityGroup, roles) {
      const accessDetails = { unifiedRoles: roles.map((roleDefinitionId) => ({ roleDefinitionId })) };
      const seen = async (): Promise<GroupAssignment | null> => {
        const now = await of(id, securityGroup);
        return now !== null && has(now, roles) && now.status !== 'error' ? now : null;
      };
      const before = await of(id, securityGroup);
      if (before !== null && has(before, roles)) return before;
      if (before !== null)
        return await confirmed(
          connection,
          async (messageRequestId) => {
            const body = { accessDetails };
            const place = await withEtag(id, before.id);
            return caller.write({ method: 'PATCH', tenant, body, messageRequestId, ...place });
          },
          seen,
        );
      const accessContainer = { accessContainerId: securityGroup, accessContainerType: 'securityGroup' };
      const body = { accessContainer, accessDetails };
      return await confirmed(
        connection,
        (messageRequestId) =>
          caller.write({ method: 'POST', path: assignmentsPath(id), tenant, body, messageRequestId }),
        seen,
      );
    },
    async unassign(id, securityGroup) {
      const before = await of(id, securityGroup);
      if (before === null) return;
      await confirmed(
        connection,
        async (messageRequestId) =>
          caller.write({ method: 'DELETE', tenant, messageRequestId, ...(await withEtag(id, before.id)) }),
        async () => ((await of(id, securityGroup)) === null ? true : null),
      );
    },
  };
}
