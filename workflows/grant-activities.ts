import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { AccessGrantActivities } from '../contracts/access-grant-activities.ts';
import { ASSESSING, carryingOut } from './stream-activities.ts';

export function assessGrantActivity(): Pick<AccessGrantActivities, 'assessGrant'> {
  return proxyLocalActivities<Pick<AccessGrantActivities, 'assessGrant'>>(ASSESSING);
}

/** An end that is not proven is not given up. */
export function grantEffectActivity(summary: string): Pick<AccessGrantActivities, 'carryOutGrant'> {
  return proxyActivities<Pick<AccessGrantActivities, 'carryOutGrant'>>(
    carryingOut(summary, { startToCloseTimeout: '5 minutes', maximumInterval: '1 minute' }),
  );
}
