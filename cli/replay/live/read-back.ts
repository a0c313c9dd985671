import { z } from 'zod';
import { type Day, dayAt, type Instant } from '../../../domain/calendar/day.ts';
import { type Happened, SUBSCRIPTIONS } from '../happened.ts';
import type { ApiClient } from './api-client.ts';
import type { LiveLife } from './live-life.ts';
import type { MicrosoftControl } from './microsoft.ts';

/** How a customer's life stands at the end; amounts as on the wire. */
export const ending = z.strictObject({
  customer: z.string(),
  phase: z.string(),
  service: z.string(),
  open: z.string(),
  overdue: z.string(),
  unapplied: z.string(),
  /** Subscriptions whose auto-renew is on. */
  renewing: z.array(z.string()),
});
export type Ending = z.output<typeof ending>;

/** A life as it was lived. */
export const livedLife = z.strictObject({
  happened: z.array(
    z.strictObject({
      customer: z.string(),
      at: z.number(),
      day: z.string(),
      what: z.enum(['notice', 'suspension', 'reinstatement']),
      which: z.string(),
      deliveredAt: z.number().exactOptional(),
    }),
  ),
  ending,
});
export type LivedLife = z.output<typeof livedLife>;

const notice = z.object({
  step: z.string(),
  occurrence: z.string(),
  state: z.string(),
  sentAt: z.string().nullable(),
  deliveredAt: z.string().nullable(),
});
const amount = z.object({ amount: z.string() });
const standing = z.object({
  phase: z.string(),
  service: z.string(),
  balance: z.object({ open: amount, overdue: amount, unapplied: amount }),
});

/**
 * What really happened to a customer up to the end of `to`: its notices as the API lists them, and its subscriptions as
 * Microsoft saw them, who knows nothing of our facts.
 */
export async function readBack(
  api: ApiClient,
  microsoft: MicrosoftControl,
  life: LiveLife,
  to: Day,
): Promise<LivedLife> {
  const { name, timeZone } = life.customer;
  const at = (instant: Instant) => ({ customer: name, at: instant, day: dayAt(instant, timeZone) });
  const [notices, changes, subscriptions, customer] = await Promise.all([
    api.list(`/v1/notices?customer=${life.id}&kind=dunning`, notice),
    microsoft.changes(life.tenantId),
    microsoft.subscriptions(life.tenantId),
    api.get(`/v1/customers/${life.id}`, standing),
  ]);
  const nameOf = (id: string) => SUBSCRIPTIONS.find((known) => life.subscriptions[known] === id) ?? id;
  const happened: Happened[] = [];
  for (const { step, occurrence, state, sentAt, deliveredAt } of notices) {
    // Where a notice did not go out its state says so, and the prediction will miss it.
    const sent = state === 'accepted' || state === 'delivered' ? '' : ` (${state})`;
    happened.push({
      ...at(sentAt === null ? life.now() : Date.parse(sentAt)),
      what: 'notice',
      which: `${step} ${occurrence}${sent}`,
      ...(deliveredAt === null ? {} : { deliveredAt: Date.parse(deliveredAt) }),
    });
  }
  for (const change of changes) {
    if (change.change !== 'suspended' && change.change !== 'reactivated') continue;
    const what = change.change === 'suspended' ? 'suspension' : 'reinstatement';
    const by = change.by === 'partner' ? '' : ` (by ${change.by})`;
    happened.push({ ...at(change.at), what, which: `${nameOf(change.subscriptionId)}${by}` });
  }
  return {
    happened: happened.filter((one) => one.day <= to).toSorted((a, b) => a.at - b.at),
    ending: {
      customer: name,
      phase: customer.phase,
      service: customer.service,
      open: customer.balance.open.amount,
      overdue: customer.balance.overdue.amount,
      unapplied: customer.balance.unapplied.amount,
      renewing: subscriptions.filter((one) => one.autoRenewEnabled).map((one) => nameOf(one.id)),
    },
  };
}
