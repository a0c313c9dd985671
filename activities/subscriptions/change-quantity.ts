import type { EffectOutcome } from '../../domain/outcomes.ts';
import type { SubscriptionAct } from './subscription-act.ts';

/** Changes the number of seats and says how many Microsoft shows then. Fewer only inside the window of seven days (contract section 6.3). */
export async function changeQuantity(
  { partnerCenter, tenantId, microsoftId, requestId }: SubscriptionAct,
  wanted: number,
): Promise<EffectOutcome> {
  const { quantity } = await partnerCenter.setQuantity(tenantId, microsoftId, wanted, requestId);
  return { kind: 'quantityChanged', quantity };
}
