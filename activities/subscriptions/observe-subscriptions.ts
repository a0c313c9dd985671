import { seenSubscriptions } from '../../adapters/partner-center/seen-subscriptions.ts';
import { linkedTenant, recordSubscriptions } from '../../db/record-subscriptions.ts';
import type { ActivityDeps } from '../deps.ts';

export type ObserveDeps = Pick<ActivityDeps, 'db' | 'partnerCenter' | 'wallNow' | 'newId'>;

/**
 * Reads a customer's subscriptions at Microsoft and records what differs from what we know. Where something else is
 * recorded meanwhile, the read is out of date and the next round reads again.
 * @returns how many subscriptions differed.
 */
export async function observeSubscriptions(deps: ObserveDeps, customer: string): Promise<number> {
  const linked = await linkedTenant(deps.db, customer);
  if (linked === undefined) return 0;
  const seen = await seenSubscriptions(deps.partnerCenter, linked.tenant);
  const request = { actor: 'reconciliation', wallNow: deps.wallNow(), newId: deps.newId };
  const committed = await recordSubscriptions(deps.db, request, { customer, knownVersion: linked.knownVersion, seen });
  return committed?.result ?? 0;
}
