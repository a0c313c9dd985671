import type { z } from 'zod';
import { approvalLink } from '../../adapters/delegated-access/approval-link.ts';
import type { delegatedRelationships } from '../../contracts/delegated-relationships.ts';
import { findStanding } from '../../db/access-standing.ts';
import type { CustomerHead } from '../../db/customers.ts';
import type { Db } from '../../db/database.ts';
import { endingsOf } from '../../db/relationship-endings.ts';
import { type RelationshipSuccessor, successorsOf } from '../../db/relationship-offers.ts';
import { rightsUsed } from '../../db/rights-used.ts';
import { roleName } from '../../domain/access/access-target.ts';
import { judgeUse } from '../../domain/access/relationship-use.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import type { ApiDeps } from '../deps.ts';
import { endingView } from '../resources/relationship-ending.ts';

type View = z.output<typeof delegatedRelationships>;
type Settings = Pick<ApiDeps, 'partnerTenantId' | 'unusedAfterDays'>;

/** A customer's delegated admin relationships as they were last read, with their use, their successors and their endings. */
export async function relationshipsView(
  db: Db,
  { id: customerId }: CustomerHead,
  now: Instant,
  { partnerTenantId: partnerTenant, unusedAfterDays }: Settings,
): Promise<View> {
  const standing = await findStanding(db, customerId);
  const relationships = standing?.relationships ?? [];
  const used = await rightsUsed(db, { customerId, partnerTenant, now });
  const uses = judgeUse(relationships, used, { now, afterDays: unusedAfterDays });
  const useOf = new Map(uses.map((use) => [use.relationship, use]));
  const successors = new Map((await successorsOf(db, customerId)).map((one) => [one.predecessor, one]));
  // The newest of each relationship.
  const endings = new Map((await endingsOf(db, customerId)).map((one) => [one.relationship, one]));
  const items: View['items'] = [];
  for (const { id, status, activatedAt, endsAt, autoExtends, roles } of relationships) {
    const use = useOf.get(id);
    const successor = successors.get(id);
    const ending = endings.get(id);
    items.push({
      id,
      status,
      activatedAt,
      endsAt,
      autoExtends,
      roles: roles.map((role) => ({
        id: role,
        name: roleName({ kind: 'directoryRole', role }),
        unused: use?.unusedRoles.includes(role) ?? false,
      })),
      use: use?.use ?? null,
      lastUsedAt: use?.lastUsedAt ?? null,
      successor: successor === undefined ? null : successorView(successor),
      ending: ending === undefined ? null : await endingView(db, ending),
    });
  }
  return { customer: customerId, readAt: standing?.readAt ?? null, unusedAfterDays, items };
}

function successorView(successor: RelationshipSuccessor): NonNullable<View['items'][number]['successor']> {
  const { state, displayName, roles, dropped, relationship, offeredAt } = successor;
  return {
    state,
    displayName,
    roles: [...roles],
    droppedRoles: [...dropped],
    relationship,
    offeredAt,
    approvalUrl: relationship === null ? null : approvalLink(relationship),
  };
}
