import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { SecurityCaseActivities } from '../contracts/security-case-activities.ts';
import { ASSESSING, carryingOut } from './stream-activities.ts';

export function assessCaseActivity(): Pick<SecurityCaseActivities, 'assessCase'> {
  return proxyLocalActivities<Pick<SecurityCaseActivities, 'assessCase'>>(ASSESSING);
}

/** The slowest repetition is short, because the clocks of a case are. */
export function caseEffectActivity(summary: string): Pick<SecurityCaseActivities, 'carryOutCase'> {
  return proxyActivities<Pick<SecurityCaseActivities, 'carryOutCase'>>(
    carryingOut(summary, { startToCloseTimeout: '5 minutes', maximumInterval: '1 minute' }),
  );
}
