/** Messages and activities of a security case. Ids and coded words only; workflow code imports this. */

export const SECURITY_CASE_TYPE = 'securityCase';
/** Signal: look again, because a fact was recorded or the customer's clock was moved. */
export const CASE_CHANGED_SIGNAL = 'changed';

/** Workflow id of a case. */
export function securityCaseWorkflowId(caseId: string): string {
  return `security-case:${caseId}`;
}

/** A run carries nothing that PostgreSQL lacks: any case can be started anew from this. */
export interface SecurityCaseInput {
  readonly caseId: string;
  readonly customerId: string;
}

/** What a turn of a case tells its workflow. */
export interface CaseTurn {
  /** Facts up to this number were looked at. */
  readonly seq: number;
  /** To be carried out now, side by side: a mail that does not get through must not hold back a containment. */
  readonly effects: readonly { readonly key: string; readonly summary: string }[];
  /** Milliseconds until the next look; null = only a change wakes it. */
  readonly sleepMs: number | null;
  /** Markdown for Temporal's UI. */
  readonly details: string;
  readonly over: boolean;
}

export interface SecurityCaseActivities {
  /** One turn in one transaction: decides upon the case as it is now, and records what follows by itself. */
  assessCase(input: SecurityCaseInput): Promise<CaseTurn>;
  /** Decides once more whether the effect is wanted, does it, reads back, records. Safe to repeat. */
  carryOutCase(input: SecurityCaseInput & { readonly effectKey: string }): Promise<void>;
}
