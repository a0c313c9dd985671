import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Mishap } from '../script/script-event.ts';
import type { Citizen } from './citizen.ts';
import type { Home } from './home.ts';
import { idOf } from './levers.ts';

/** What is ordered at Microsoft for a customer: a change of a subscription, the cancellation of an Azure subscription. */
const ORDERS = [
  { method: 'PATCH', pathPattern: '/subscriptions/' },
  { method: 'POST', pathPattern: '/azureEntitlements/[^/]+/cancel$' },
] as const;

const FAULTS: Readonly<Record<Exclude<Mishap, 'tokenExpires' | 'workerKilled'>, object>> = {
  lostAnswer: { kind: 'lostAnswer' },
  errorAfterwards: { kind: 'status', status: 502, effect: 'done' },
  errorBefore: { kind: 'status', status: 503, times: 2 },
  throttled: { kind: 'throttle', retryAfter: 1, times: 3 },
};

/** How long an order is on its way while a token runs out or a worker dies. */
const ON_ITS_WAY_MS = 1_500;
const STRIKES_WITHIN_MS = 20_000;
const armed = z.object({ items: z.array(z.object({ id: z.string() })) });

/** Arms a mishap for whatever is ordered next for this customer. */
export async function arm(home: Home, citizen: Citizen, how: Mishap): Promise<void> {
  if (how === 'tokenExpires' || how === 'workerKilled') citizen.mishap = how;
  else await armOrders(home, citizen, FAULTS[how]);
}

async function armOrders({ microsoft }: Home, { tenant }: Citizen, fault: object): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const order of ORDERS)
    ids.push(
      idOf(await microsoft.pull('POST', '/control/faults', { ...fault, match: { ...order, tenantId: tenant } })),
    );
  return ids;
}

/**
 * Does something that leads to an order at Microsoft, and lets the customer's mishap happen while that order is on its
 * way: it has been sent, and has not been carried out.
 * @returns whether the order came within time
 */
export async function underMishap(home: Home, citizen: Citizen, act: () => Promise<void>): Promise<boolean> {
  const { mishap } = citizen;
  if (mishap === null) {
    await act();
    return true;
  }
  citizen.mishap = null;
  const ids = await armOrders(home, citizen, { kind: 'latency', ms: ON_ITS_WAY_MS });
  const acting = act();
  const isUnderWay = await untilOneStruck(home, ids);
  if (isUnderWay && mishap === 'tokenExpires') await home.microsoft.pull('DELETE', '/control/access-tokens');
  if (isUnderWay && mishap === 'workerKilled') home.killWorker();
  await acting;
  for (const id of ids) await home.microsoft.pull('DELETE', `/control/faults/${id}`).catch(() => undefined);
  return isUnderWay;
}

async function untilOneStruck({ microsoft }: Home, ids: readonly string[]): Promise<boolean> {
  for (const giveUpAt = Date.now() + STRIKES_WITHIN_MS; Date.now() < giveUpAt; ) {
    const { items } = await microsoft.read('/control/faults', armed);
    if (ids.some((id) => items.every((one) => one.id !== id))) return true;
    await sleep(50);
  }
  return false;
}
