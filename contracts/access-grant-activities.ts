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

/** What a turn of a grant tells its workflow. */
export interface GrantTurn {
  /** Facts up to this number were looked at. */
  readonly seq: number;
  /** To be carried out now, one after the other: access is never being given and taken at the same time. */
  readonly effects: readonly { readonly key: string; readonly summary: string }[];
  /** Milliseconds until the next look; null = only a change wakes it. */
  readonly sleepMs: number | null;
  /** Markdown for Temporal's UI. */
  readonly details: string;
  readonly over: boolean;
}

export interface AccessGrantActivities {
  /** One turn in one transaction: decides upon the grant as it is now, and records what follows by itself. */
  assessGrant(input: AccessGrantInput): Promise<GrantTurn>;
  /** Decides once more whether the effect is wanted, does it, reads back, records. Safe to repeat. */
  carryOutGrant(input: AccessGrantInput & { readonly effectKey: string }): Promise<void>;
}
