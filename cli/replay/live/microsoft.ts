import { request } from 'undici';
import { z } from 'zod';
import type { Day, Instant } from '../../../domain/calendar/day.ts';
import { type SubscriptionName, SUBSCRIPTIONS } from '../happened.ts';

/** Something that happened to a subscription at Microsoft, in business time. */
export interface SubscriptionChange {
  readonly subscriptionId: string;
  readonly at: Instant;
  readonly change: string;
  readonly by: string;
}

/** How a subscription stands at Microsoft. */
export interface SubscriptionAtMicrosoft {
  readonly id: string;
  readonly status: string;
  readonly autoRenewEnabled: boolean;
}

/** The Microsoft simulator by its control API: where a replayed customer gets its service from, and what became of it. */
export interface MicrosoftControl {
  /** Gives a tenant its two subscriptions of three years, as of the first day; those it has are left alone. */
  seed(tenantId: string, now: Instant, startsOn: Day, ids: SubscriptionIds): Promise<void>;
  changes(tenantId: string): Promise<readonly SubscriptionChange[]>;
  subscriptions(tenantId: string): Promise<readonly SubscriptionAtMicrosoft[]>;
}

export type SubscriptionIds = Readonly<Record<SubscriptionName, string>>;

const OFFER = 'CFQ7TTC0LH18:0001:CFQ7TTC0K18P';
const subscription = z.object({ id: z.string(), status: z.string(), autoRenewEnabled: z.boolean() });
const change = z.object({ subscriptionId: z.string(), at: z.string(), change: z.string(), by: z.string() });

export function microsoftControl(url: string): MicrosoftControl {
  const subscriptions = async (tenantId: string) =>
    z.object({ items: z.array(subscription) }).parse(await call(`${url}/control/tenants/${tenantId}/subscriptions`))
      .items;
  return {
    subscriptions,
    async seed(tenantId, now, startsOn, ids) {
      // First its time: a subscription of 2012 that is looked at today has expired long ago.
      await call(`${url}/control/clock`, { tenantId, now: new Date(now).toISOString() });
      const there = new Set((await subscriptions(tenantId)).map((known) => known.id));
      for (const name of SUBSCRIPTIONS) {
        if (there.has(ids[name])) continue;
        const renewing = name === 'renewing';
        const order = { offerId: OFFER, friendlyName: renewing ? 'Licences that renew' : 'Licences that end' };
        await call(`${url}/control/tenants/${tenantId}/subscriptions`, {
          ...order,
          id: ids[name],
          quantity: 5,
          termDuration: 'P3Y',
          autoRenewEnabled: renewing,
          startsOn,
        });
      }
    },
    async changes(tenantId) {
      const read = z
        .object({ items: z.array(change) })
        .parse(await call(`${url}/control/changes?tenantId=${tenantId}`));
      return read.items.map((one) => ({ ...one, at: Date.parse(one.at) }));
    },
  };
}

async function call(url: string, body?: unknown): Promise<unknown> {
  const answer = await request(url, {
    method: body === undefined ? 'GET' : 'POST',
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) throw new Error(`the Microsoft simulator answered ${answer.statusCode}: ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}
