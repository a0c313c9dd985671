import type { StreamTurn } from './stream-turn.ts';

/** Messages and activities of an access grant. Ids and coded words only; workflow code imports this. */

export const ACCESS_GRANT_TYPE = 'accessGrant';
/** Signal: look again, because a fact was recorded or the customer's clock was moved. */
export const GRANT_CHANGED_SIGNAL = 'changed';

/** Workflow id of a grant. */
export function accessGrantWorkflowId(grantId: string): string {
  return `access-grant:${grantId}`;
}

/** A run carries nothing that PostgreSQL lacks: any grant can be started anew from this. */
export interface AccessGrantInput {
  readonly grantId: string;
  readonly customerId: string;
}

/** A turn of a grant; its effects go one after the other: access is never being given and taken at the same time. */
export type GrantTurn = StreamTurn;

export interface AccessGrantActivities {
  /** One turn in one transaction: decides upon the grant as it is now, and records what follows by itself. */
  assessGrant(input: AccessGrantInput): Promise<GrantTurn>;
  /** Decides once more whether the effect is wanted, does it, reads back, records. Safe to repeat. */
  carryOutGrant(input: AccessGrantInput & { readonly effectKey: string }): Promise<void>;
}
