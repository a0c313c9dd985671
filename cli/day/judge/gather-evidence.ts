import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Citizen } from '../live/citizen.ts';
import type { Home } from '../live/home.ts';
import type { LivedDay } from '../live/live-day.ts';
import type { Evidence } from './evidence.ts';

const items = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });
const stands = items(z.object({ id: z.string(), status: z.string() }));
const changes = items(
  z.object({
    sequence: z.int(),
    tenantId: z.string(),
    subscriptionId: z.string(),
    at: z.string(),
    change: z.string(),
    by: z.string(),
    to: z.unknown(),
  }),
);
const alerts = items(
  z.object({
    guid: z.string(),
    customerTenantId: z.string(),
    azureSubscriptionId: z.string(),
    status: z.string(),
    resolvedReason: z.string().nullable(),
  }),
);
const roles = items(z.object({ principalId: z.string() }));
const usage = z.object({
  figuresAt: z.number(),
  items: z.array(
    z.object({ figures: z.array(z.object({ totalCost: z.string(), visibleFrom: z.number() })), usedAt: z.number() }),
  ),
});
const mails = items(
  z.object({
    id: z.string(),
    messageId: z.string(),
    receivedAt: z.string(),
    headers: z.record(z.string(), z.string()),
  }),
);
const letter = z.object({ text: z.string().nullable(), html: z.string().nullable() });

/** Everything that was seen from outside, once the day is over. */
export async function gatherEvidence(home: Home, { citizens, outcomes }: LivedDay): Promise<Evidence> {
  const { microsoft } = home;
  const standing = await Promise.all(citizens.map((citizen) => standingOf(home, citizen)));
  const changed = await microsoft.read('/control/changes', changes);
  const raised = await microsoft.read('/control/alerts', alerts);
  return {
    at_subscription: standing.flatMap((one) => one.subscriptions),
    at_azure: standing.flatMap((one) => one.azure),
    at_role: standing.flatMap((one) => one.roles),
    at_consumed: standing.map((one) => one.consumed),
    at_alert: raised.items.map(({ customerTenantId, azureSubscriptionId, ...alert }) => ({
      tenant: customerTenantId,
      azure: azureSubscriptionId,
      guid: alert.guid,
      status: alert.status,
      reason: alert.resolvedReason,
    })),
    at_change: changed.items.map(({ tenantId, subscriptionId, to, ...change }) => ({
      ...change,
      tenant: tenantId,
      subscription: subscriptionId,
      target: typeof to === 'string' ? to : null,
    })),
    mail: await mailbox(home),
    notice: home.mails.map(({ at, ...mail }) => ({ ...mail, at: new Date(at).toISOString() })),
    kill: home.kills.map((at) => ({ at: new Date(at).toISOString() })),
    played: outcomes.map(({ event, outcome }) => ({
      at: event.at,
      kind: event.kind,
      customer: 'customer' in event ? event.customer : null,
      outcome,
    })),
  };
}

async function standingOf({ microsoft }: Home, { tenant, plan, azure: azureSubscriptions }: Citizen) {
  const at = `/control/tenants/${tenant}`;
  const subscriptions = await microsoft.read(`${at}/subscriptions`, stands);
  const azure =
    plan === null ? { items: [] } : await microsoft.read(`${at}/subscriptions/${plan}/entitlements`, stands);
  const used = await microsoft.read(`${at}/usage`, usage);
  const minor = used.items.reduce((sum, { figures }) => {
    const known = figures.findLast(({ visibleFrom }) => visibleFrom <= used.figuresAt);
    return sum + Math.round(Number(known?.totalCost ?? 0) * 100);
  }, 0);
  const found: { readonly azure: string; readonly principal: string }[] = [];
  for (const subscription of azureSubscriptions) {
    const { items: standing } = await microsoft.read(`/control/azure-subscriptions/${subscription}/roles`, roles);
    found.push(...standing.map(({ principalId }) => ({ azure: subscription, principal: principalId })));
  }
  const of = ({ id, status }: { readonly id: string; readonly status: string }) => ({ tenant, id, status });
  return {
    subscriptions: subscriptions.items.map(of),
    azure: azure.items.map(of),
    roles: found,
    consumed: { tenant, minor },
  };
}

/** Every mail that was taken, its text as a digest. */
async function mailbox({ mailbox: levers }: Home): Promise<Evidence['mail']> {
  const found: Evidence['mail'][number][] = [];
  for (let after = '0'; ; ) {
    const { items: page } = await levers.read(`/messages?limit=1000&after=${after}`, mails);
    for (const { id, messageId, receivedAt } of page) {
      const content = await levers.read(`/messages/${id}`, letter);
      const digest = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16);
      found.push({ message_id: messageId, received_at: receivedAt, digest });
    }
    const last = page.at(-1);
    if (page.length < 1000 || last === undefined) return found;
    after = last.id;
  }
}
