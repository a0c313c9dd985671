import type { PartnerEvent } from '../../adapters/partner-security/port.ts';
import { appendSystemAudit } from '../../db/audit.ts';
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

const SENDER = 'partner-center';
/** Microsoft's answer to our own asking; whether it came is noted by the round that asked. */
const HEARTBEAT = 'test-created';
const LONGEST_NAME = 100;

/**
 * Takes an event of Partner Center (contract §11.4) once: the round that reads what it names runs at once. It is noted
 * as taken only after that, so that an event whose round could not be started is handled when it comes again. One of a kind
 * that we do nothing about is recorded and ignored. Either leaves one row in the audit, however often it comes.
 */
export async function handlePartnerEvent({ db, now, hurry }: ApiDeps, event: PartnerEvent): Promise<Handled> {
  if (event.name === HEARTBEAT) return 'ignored';
  const round = ROUND_OF.get(event.name);
  return await db.transaction().execute(async (trx) => {
    const wallNow = now();
    if (!(await claimDelivery(trx, SENDER, event.key, wallNow))) return 'known';
    if (round !== undefined) await hurry(round);
    const kind = round === undefined ? 'webhook.unknown' : 'webhook.taken';
    const body = { sender: SENDER, name: event.name.slice(0, LONGEST_NAME), key: event.key };
    await appendSystemAudit(trx, [{ kind, actor: SENDER, at: wallNow, recordedAt: wallNow, body }]);
    return round === undefined ? 'ignored' : 'applied';
  });
}
