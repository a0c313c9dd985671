import type { PartnerEvent } from '../../adapters/partner-security/port.ts';
import type { Round } from '../../contracts/round-activities.ts';
import { appendSystemAudit } from '../../db/audit.ts';
import { customerOfTenant } from '../../db/customer-of-tenant.ts';
import { claimDelivery, isClaimed } from '../../db/webhooks.ts';
import { Refusal } from '../../domain/errors.ts';
import type { ApiDeps } from '../deps.ts';
import { compareWithMicrosoft } from '../reconciliation/reconcile.ts';
import type { Handled } from './handled.ts';

/** Which round finds out what an event is about. What an event says is never believed: its subject is read anew. */
const ROUND_OF: ReadonlyMap<string, Round> = new Map([
  ['azure-fraud-event-detected', 'alerts'],
  ['usagerecords-thresholdExceeded', 'usage'],
]);

const SENDER = 'partner-center';
/** Microsoft's answer to our own asking; whether it came is noted by the round that asked. */
const HEARTBEAT = 'test-created';
const LONGEST_NAME = 100;

/**
 * Takes an event of Partner Center (contract §11.4) once. A changed subscription is read at once, and the event noted as taken
 * only after that. For an alert or a threshold it is taken once the round that reads them is under way: should that fail, nothing
 * is lost with the event, because each round reads everything that is open anew, retried at once and again minutes later. What
 * could not be read or started is handled when the event comes again. One of a kind that we do nothing about is recorded and
 * ignored. Each leaves one row in the audit, however often it comes.
 */
export async function handlePartnerEvent(deps: ApiDeps, event: PartnerEvent): Promise<Handled> {
  if (event.name === HEARTBEAT) return 'ignored';
  if (await isClaimed(deps.db, SENDER, event.key)) return 'known';
  const look = lookOf(deps, event);
  await look?.();
  const isFirst = await deps.db.transaction().execute(async (trx) => {
    const wallNow = deps.now();
    if (!(await claimDelivery(trx, SENDER, event.key, wallNow))) return false;
    const kind = look === undefined ? 'webhook.unknown' : 'webhook.taken';
    const body = { sender: SENDER, name: event.name.slice(0, LONGEST_NAME), key: event.key };
    await appendSystemAudit(trx, [{ kind, actor: SENDER, at: wallNow, recordedAt: wallNow, body }]);
    return true;
  });
  if (!isFirst) return 'known';
  return look === undefined ? 'ignored' : 'applied';
}

function lookOf(deps: ApiDeps, { name, resourceUri }: PartnerEvent): (() => Promise<void>) | undefined {
  const round = ROUND_OF.get(name);
  if (round !== undefined) return () => deps.hurry(round);
  return name === 'subscription-updated' ? () => compareTenant(deps, resourceUri) : undefined;
}

/**
 * Compares the one customer whose subscription has changed, on whatever clock: a look at everybody for each change, most
 * of which are our own, would cost Microsoft's patience and find nothing more.
 * @throws Refusal `unavailable` when Microsoft does not answer: it sends the event again
 */
async function compareTenant(deps: ApiDeps, resourceUri: string | null): Promise<void> {
  const tenant = /\/customers\/([0-9a-f-]{36})\//i.exec(resourceUri ?? '')?.[1]?.toLowerCase();
  const customer = tenant === undefined ? undefined : await customerOfTenant(deps.db, tenant);
  if (customer === undefined) return;
  const { failed } = await compareWithMicrosoft(deps, SENDER, customer.id, 'observed');
  if (failed.some(({ what }) => what === 'subscriptions'))
    throw new Refusal('unavailable', 'Microsoft does not say how its subscriptions stand');
}
