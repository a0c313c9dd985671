import type { PartnerEvent } from '../../adapters/partner-security/port.ts';
import { claimDelivery } from '../../db/webhooks.ts';
import type { Round } from '../../contracts/round-activities.ts';
import type { ApiDeps } from '../deps.ts';
import type { Handled } from './handled.ts';

/** Which round finds out what an event is about. What an event says is never believed: its subject is read anew. */
const ROUND_OF: ReadonlyMap<string, Round> = new Map([
  ['azure-fraud-event-detected', 'alerts'],
  ['subscription-updated', 'subscriptions'],
  ['usagerecords-thresholdExceeded', 'usage'],
]);

/**
 * Takes an event of Partner Center (contract §11.4) once: the round that reads what it names runs at once. It is noted
 * as taken only after that, so that an event whose round could not be started is handled when it comes again.
 */
export async function handlePartnerEvent({ db, now, hurry }: ApiDeps, event: PartnerEvent): Promise<Handled> {
  const round = ROUND_OF.get(event.name);
  if (round === undefined) return 'ignored';
  return await db.transaction().execute(async (trx) => {
    if (!(await claimDelivery(trx, 'partner-center', event.key, now()))) return 'known';
    await hurry(round);
    return 'applied';
  });
}
