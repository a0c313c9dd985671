import type { CaseFactDraft } from '../../domain/security/case-facts.ts';
import type { ActivityDeps } from '../deps.ts';
import type { CaseAtWork } from './case-at-work.ts';

/**
 * Returns the verdict to Microsoft for every alert of the case, and answers only when each was read back with it. A case
 * that a person took by hand and that no alert belongs to is answered by its verdict: there is nobody to tell.
 */
export async function answerMicrosoft(
  { securityAlerts }: Pick<ActivityDeps, 'securityAlerts'>,
  { known: { alerts, verdict } }: CaseAtWork,
): Promise<readonly CaseFactDraft[]> {
  if (verdict === null) return [];
  for (const { alert, way, azureSubscription } of alerts) {
    const read = await securityAlerts.answer({ id: alert, way, azureSubscriptionId: azureSubscription }, verdict);
    if (read.status !== 'resolved')
      throw new Error(`Microsoft took the verdict of ${alert} and still says ${read.status}`);
  }
  return [{ kind: 'case.answered', body: { alerts: alerts.map(({ alert }) => alert), verdict } }];
}
