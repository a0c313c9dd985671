import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import type { EffectOutcome } from '../../domain/outcomes.ts';
import type { Restorable } from '../../domain/facts/service-facts.ts';
import type { AddOnSnapshots, SubscriptionAct } from './subscription-act.ts';

/**
 * Suspends one subscription. What reactivation does not bring back is read and stored first (rule 3), of its add-ons as well, which
 * Microsoft suspends with it (practice 60): when this is a second try after a crash, the snapshots of the first try stand, because
 * Microsoft has forgotten the rest by then.
 */
export async function stopSubscription(act: SubscriptionAct): Promise<EffectOutcome> {
  const { partnerCenter, tenantId, microsoftId, requestId, snapshot, keepSnapshot } = act;
  const restorable = snapshot ?? (await read(act, microsoftId));
  const addOns = snapshot === null ? await readAddOns(act) : act.addOnSnapshots;
  if (snapshot === null) await keepSnapshot(restorable, addOns);
  await partnerCenter.suspendSubscription(tenantId, microsoftId, requestId);
  const gone = await stoppedWith(act, addOns);
  return { kind: 'stopped', restorable, ...(gone.length > 0 && { addOns: gone }) };
}

async function read(
  { partnerCenter, tenantId }: Pick<SubscriptionAct, 'partnerCenter' | 'tenantId'>,
  microsoftId: string,
): Promise<Restorable> {
  const view = await partnerCenter.readSubscription(tenantId, microsoftId);
  const scheduled = view.scheduledNextTermInstructions;
  return {
    autoRenewEnabled: view.autoRenewEnabled,
    scheduled: scheduled === null ? null : JSON.stringify(scheduled),
  };
}

async function readAddOns(act: SubscriptionAct): Promise<AddOnSnapshots> {
  const kept: Record<string, Restorable> = {};
  for (const { subscription, microsoftId } of act.addOns) {
    const restorable = await unlessRefused(() => read(act, microsoftId));
    if (restorable !== null) kept[subscription] = restorable;
  }
  return kept;
}

/**
 * The add-ons that are off with their base. The client reads before it writes: one that went is read and nothing is sent for it; one
 * that Microsoft left on is suspended now, while it is known what it is to get back. Where Microsoft refuses that, it is no part of
 * this outcome, and the next decision sees it on.
 */
async function stoppedWith(
  { partnerCenter, tenantId, requestId, addOns }: SubscriptionAct,
  snapshots: AddOnSnapshots,
): Promise<{ readonly subscription: string; readonly restorable: Restorable }[]> {
  const gone: { readonly subscription: string; readonly restorable: Restorable }[] = [];
  for (const { subscription, microsoftId } of addOns) {
    const restorable = snapshots[subscription];
    if (restorable === undefined) continue;
    const view = await unlessRefused(() =>
      partnerCenter.suspendSubscription(tenantId, microsoftId, `${requestId}/${subscription}`),
    );
    if (view?.status === 'suspended') gone.push({ subscription, restorable });
  }
  return gone;
}

/** Null for what Microsoft does not do or does not know; the base is what counts. */
async function unlessRefused<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof PartnerCenterError && (error.kind === 'refused' || error.kind === 'notFound')) return null;
    throw error;
  }
}
