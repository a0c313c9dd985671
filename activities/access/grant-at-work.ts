import type { AccessGrantInput } from '../../contracts/access-grant-activities.ts';
import type { AccessGrant } from '../../domain/access/access-grant.ts';

/** A grant for which something is to be done at Microsoft. */
export interface GrantAtWork extends AccessGrantInput {
  readonly known: AccessGrant;
  /** The customer's tenant id. */
  readonly tenant: string;
}
