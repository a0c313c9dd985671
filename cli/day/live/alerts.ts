import { z } from 'zod';
import type { Push } from '../script/script-event.ts';
import type { Citizen } from './citizen.ts';
import type { Home } from './home.ts';
import type { Outcome } from './outcome.ts';

const EVENT = 'azure-fraud-event-detected';
/** What the push of the next alert meets; `skewed` is lost, and comes from elsewhere with a wrong date. */
const FAULTS: Readonly<Record<Exclude<Push, 'prompt'>, object>> = {
  twice: { kind: 'webhookDuplicate', copies: 3 },
  late: { kind: 'webhookDelay', ms: 2_000 },
  held: { kind: 'webhookReorder' },
  lost: { kind: 'webhookDrop' },
  forged: { kind: 'webhookForge', how: 'otherBytes' },
  skewed: { kind: 'webhookDrop' },
};
const SKEW_MS = 5 * 3_600_000;
const deliveries = z.object({ items: z.array(z.object({ id: z.int(), type: z.string(), state: z.string() })) });

/** Microsoft raises an alert about the customer's first Azure subscription, and its push meets something on its way. */
export async function raiseAlert({ microsoft }: Home, citizen: Citizen, push: Push): Promise<Outcome> {
  const { tenant, place } = citizen;
  const [azureSubscriptionId] = citizen.azure;
  if (push !== 'prompt')
    await microsoft.pull('POST', '/control/faults', { ...FAULTS[push], match: { eventType: EVENT } });
  await microsoft.pull('POST', '/control/alerts', {
    customerTenantId: tenant,
    azureSubscriptionId,
    graphIdForm: place % 2 === 0 ? 'plain' : 'prefixed',
    isTestAsText: place % 3 === 0,
  });
  if (push === 'skewed') {
    const at = new Date(citizen.now() + (place % 2 === 0 ? SKEW_MS : -SKEW_MS)).toISOString();
    const resourceUri = `https://api.partnercenter.microsoft.com/v1/fraudEvents?SubscriptionId=${azureSubscriptionId}`;
    await microsoft.pull('POST', '/control/events', { name: EVENT, resourceUri, at });
  }
  return 'happened';
}

/** A delivery that was taken long ago is sent once more. */
export async function repeatPush({ microsoft }: Home): Promise<Outcome> {
  const { items } = await microsoft.read('/control/deliveries', deliveries);
  const taken = items.findLast(({ type, state }) => type === EVENT && state === 'delivered');
  if (taken === undefined) return 'impossible';
  await microsoft.pull('POST', `/control/deliveries/${taken.id}/release`);
  return 'happened';
}
