import type { StreamTurn } from './stream-turn.ts';

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

/** A turn of a case; its effects go side by side: a mail that does not get through must not hold back a containment. */
export type CaseTurn = StreamTurn;

export interface SecurityCaseActivities {
  /** One turn in one transaction: decides upon the case as it is now, and records what follows by itself. */
  assessCase(input: SecurityCaseInput): Promise<CaseTurn>;
  /** Decides once more whether the effect is wanted, does it, reads back, records. Safe to repeat. */
  carryOutCase(input: SecurityCaseInput & { readonly effectKey: string }): Promise<void>;
}
