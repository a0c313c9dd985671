import { type ForeignStop, foreignStopsWithoutCase } from '../../db/foreign-stops.ts';
import type { ActivityDeps } from '../deps.ts';
import { takeSignal } from './take-signal.ts';

/**
 * What Microsoft has suspended by itself becomes a case about its acceptable use policy (practice 30), once for each time,
 * whichever way the suspension came to be known. Nothing is switched on again: why it is off is found out first, and only
 * Microsoft can lift it.
 * @returns how many were new, and how many could not be taken; one of those holds back no other
 */
export async function takeForeignStops(
  deps: Pick<ActivityDeps, 'db' | 'wallNow' | 'newId' | 'log'>,
): Promise<{ readonly taken: number; readonly failed: number }> {
  let [taken, failed] = [0, 0];
  for (const stop of await foreignStopsWithoutCase(deps.db)) {
    try {
      if (await takeStop(deps, stop)) taken += 1;
    } catch (error) {
      failed += 1;
      const { customerId, occurrence } = stop;
      deps.log.error({ err: error, customerId, occurrence }, 'a suspension could not be taken; it is seen again');
    }
  }
  return { taken, failed };
}

async function takeStop(
  deps: Pick<ActivityDeps, 'db' | 'wallNow' | 'newId'>,
  { customerId, occurrence, subscription }: ForeignStop,
): Promise<boolean> {
  return await deps.db.transaction().execute((trx) =>
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
}
