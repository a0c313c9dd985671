import type { SecurityCaseActivities } from '../../contracts/security-case-activities.ts';
import type { CaseFactDraft } from '../../domain/security/case-facts.ts';
import type { CaseEffect } from '../../domain/security/case-decision.ts';
import { decideCase } from '../../domain/security/decide-case.ts';
import { approvalTask } from '../../domain/security/decide-containment.ts';
import type { ActivityDeps } from '../deps.ts';
import { answerMicrosoft } from './answer-microsoft.ts';
import type { CaseAtWork } from './case-at-work.ts';
import { changeCase } from './change-case.ts';
import { checkContainment } from './check-containment.ts';
import { contain } from './contain.ts';
import { holdPlan } from './hold-plan.ts';
import { closeCaseTask, openCaseTask } from './open-case-task.ts';
import { checkReversal, releaseHolds, restart } from './reverse-containment.ts';
import { tell } from './tell.ts';
import { tellCustomer } from './tell-customer.ts';

/**
 * One effect of a case: is it still wanted, do it, record what came of it. Everything done here may be done again after
 * a crash without harm: mails have their own id, orders to Microsoft are looked up before they are given.
 */
export async function carryOutCase(
  deps: ActivityDeps,
  { caseId, customerId, effectKey }: Parameters<SecurityCaseActivities['carryOutCase']>[0],
): Promise<void> {
  const { known, now } = await changeCase(deps, { caseId, customerId }, () => []);
  const effect = decideCase(known, now).effects.find(({ key }) => key === effectKey);
  if (effect === undefined) return;
  const drafts = await done(deps, { caseId, customerId, known }, effect);
  // Also where somebody has changed their mind or closed the case meanwhile: it was done, and a task that was opened is to be closed.
  await changeCase(deps, { caseId, customerId }, () => drafts);
}

async function done(deps: ActivityDeps, work: CaseAtWork, effect: CaseEffect): Promise<readonly CaseFactDraft[]> {
  switch (effect.kind) {
    case 'tell':
      return await tell(deps, work, effect);
    case 'tellCustomer':
      return await tellCustomer(deps, work, effect);
    case 'contain':
      return await contain(deps, work, effect.containment);
    case 'holdPlan':
      return await holdPlan(deps, work, effect.containment);
    case 'check':
      return await checkContainment(deps, work, effect.containment);
    case 'openTask':
      return await openCaseTask(deps, work, effect.key);
    case 'closeTask':
      return await closeCaseTask(deps, work, approvalTask(effect.containment));
    case 'release':
      return await releaseHolds(deps, work, effect.containment);
    case 'restart':
      return await restart(deps, work, effect.containment);
    case 'checkReversal':
      return await checkReversal(deps, work, effect.containment);
    case 'answer':
      return await answerMicrosoft(deps, work);
  }
}
