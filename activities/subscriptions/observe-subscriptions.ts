import { seenWithTerms } from '../../adapters/partner-center/seen-subscriptions.ts';
import { businessNow, findCustomer } from '../../db/customers.ts';
import { linkedTenant, recordSubscriptions } from '../../db/record-subscriptions.ts';
import { keepTerms } from '../../db/subscription-terms.ts';
import { dayAt } from '../../domain/calendar/day.ts';
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
  const { seen, terms } = await seenWithTerms(deps.partnerCenter, linked.tenant);
  const wallNow = deps.wallNow();
  const head = await findCustomer(deps.db, customer);
  if (head !== undefined)
    await keepTerms(deps.db, customer, terms, { today: dayAt(businessNow(head, wallNow), head.timeZone), wallNow });
  const request = { actor: 'reconciliation', wallNow, newId: deps.newId };
  const committed = await recordSubscriptions(deps.db, request, { customer, knownVersion: linked.knownVersion, seen });
  return committed?.result ?? 0;
}
