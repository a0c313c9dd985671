import type { Answer } from '../../kit/answer.ts';
import type { GraphCall, GraphRoute } from '../graph/graph-call.ts';
import { listed } from '../graph/paged.ts';
import { requireDelegation } from './role-routes.ts';

const PATH = '/v1.0/reports/authenticationMethods/userRegistrationDetails';
const PROPERTIES = `
  id userPrincipalName userType isAdmin isMfaRegistered isMfaCapable methodsRegistered lastUpdatedDateTime
`
  .trim()
  .split(/\s+/);

/** Contract 13. */
export const mfaRoutes: readonly GraphRoute[] = [{ method: 'GET', pattern: PATH, handle: list }];

function list(call: GraphCall): Answer {
  requireDelegation(call, 'reading');
  const rows = call.world.mfaRegistrations.ownedBy(call.tenantId).map(({ tenantId: _tenant, updatedAt, ...one }) => ({
    ...one,
    isMfaCapable: one.isMfaRegistered,
    lastUpdatedDateTime: new Date(updatedAt).toISOString(),
  }));
  return listed(call, rows, { path: PATH, properties: PROPERTIES, most: 999 });
}
