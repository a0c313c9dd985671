import { foreignStopsWithoutCase } from '../../db/foreign-stops.ts';
import type { ActivityDeps } from '../deps.ts';
import { takeSignal } from './take-signal.ts';

/**
 * What Microsoft has suspended by itself becomes a case about its acceptable use policy (practice 30), once for each time,
 * whichever way the suspension came to be known. Nothing is switched on again: why it is off is found out first, and only
 * Microsoft can lift it.
 * @returns how many were new
 */
export async function takeForeignStops(deps: Pick<ActivityDeps, 'db' | 'wallNow' | 'newId'>): Promise<number> {
  let taken = 0;
  for (const { customerId, occurrence, subscription } of await foreignStopsWithoutCase(deps.db)) {
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
