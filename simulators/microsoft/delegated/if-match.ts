import type { GraphCall } from '../graph/graph-call.ts';
import { GraphFault } from '../graph/graph-fault.ts';
import { etagOf } from './relationship.ts';

/**
 * Contract 14.1: a write on what exists needs `If-Match`. Which answer a missing one gets is not published: 428 (I).
 * @throws GraphFault 428 without it, 412 when it names another version
 */
export function requireEtag({ call }: GraphCall, one: { readonly id: string; readonly version: number }): void {
  const given = call.headers['if-match'];
  if (given === undefined) throw new GraphFault(428, 'preconditionRequired', 'The If-Match header is required.');
  if (given !== etagOf(one)) throw new GraphFault(412, 'preconditionFailed', 'The ETag does not match.');
}

/** Contract 14.1: relationships are the partner's own matter; a token of a customer's tenant has no part in them. */
export function requirePartner({ world, tenantId }: GraphCall): void {
  const isGuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(tenantId);
  if (isGuid && tenantId !== world.settings.partnerTenantId.toLowerCase())
    throw new GraphFault(403, 'Forbidden', 'The caller is not a partner.');
}
