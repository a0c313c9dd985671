import { findCustomer } from '../../db/customers.ts';
import { loadAccount } from '../../db/load-account.ts';
import type { ActivityDeps } from '../deps.ts';
import { takeSignal } from './take-signal.ts';

/**
 * What Microsoft has suspended by itself becomes a case about its acceptable use policy (practice 30), once for each time.
 * Nothing is switched on again: why it is off is found out first, and only Microsoft can lift it.
 * @returns how many were new
 */
export async function takeForeignStops(
  deps: Pick<ActivityDeps, 'db' | 'wallNow' | 'newId'>,
  customerId: string,
): Promise<number> {
  // A cheap question first: of nearly all customers nothing is stopped, and the daily round asks about each.
  const stopped = await deps.db
    .selectFrom('subscription')
    .select('id')
    .where('customer_id', '=', customerId)
    .where('actual', '=', 'suspended')
    .where('stopped_by_us', '=', false)
    .executeTakeFirst();
  const customer = stopped && (await findCustomer(deps.db, customerId));
  if (customer === undefined) return 0;
  const { account } = await loadAccount(deps.db, customer);
  let taken = 0;
  for (const { subscription, actual, stoppedByUs, foreignStops } of account.subscriptions.values()) {
    if (stoppedByUs || actual !== 'suspended') continue;
    const occurrence = `suspendedByMicrosoft/${subscription}/${foreignStops}`;
    const isNew = await deps.db.transaction().execute((trx) =>
      takeSignal(deps, trx, {
        customerId,
        kind: 'aup',
        occurrence,
        severity: 'high',
        source: 'watch',
        actor: 'reconciliation',
        linked: { kind: 'case.suspensionLinked', body: { occurrence, subscription } },
        fits: () => true,
      }),
    );
    if (isNew) taken += 1;
  }
  return taken;
}
