import { type Client, WorkflowIdReusePolicy } from '@temporalio/client';
import {
  CASE_CHANGED_SIGNAL,
  SECURITY_CASE_TYPE,
  type SecurityCaseInput,
  securityCaseWorkflowId,
} from '../../contracts/security-case-activities.ts';
import type { Db } from '../../db/database.ts';
import { type CaseToTell, markCaseDelivered } from '../../db/security-case-delivery.ts';

/** Tells cases to look again, and starts those that do not run: after a wiped server a case goes on where it was. */
export async function tellCases(
  { db, client, taskQueue }: { readonly db: Db; readonly client: Client; readonly taskQueue: string },
  cases: readonly CaseToTell[],
): Promise<void> {
  for (const one of cases) {
    const { caseId, customerId } = one;
    await client.workflow.signalWithStart(SECURITY_CASE_TYPE, {
      workflowId: securityCaseWorkflowId(caseId),
      taskQueue,
      args: [{ caseId, customerId } satisfies SecurityCaseInput],
      signal: CASE_CHANGED_SIGNAL,
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    });
    await markCaseDelivered(db, one);
  }
}
