import { createHash } from 'node:crypto';
import { z } from 'zod';
import { formatInstant } from '../../../contracts/values.ts';
import { dayAt, type Instant } from '../../../domain/calendar/day.ts';
import type { ReplayCustomer } from '../replay-customer.ts';
import { type ApiClient, ApiRefused } from './api-client.ts';
import type { MicrosoftControl, SubscriptionIds } from './microsoft.ts';

/** A customer that lives in the installation, on a test clock. */
export interface LiveLife {
  readonly id: string;
  readonly customer: ReplayCustomer;
  readonly tenantId: string;
  readonly subscriptions: SubscriptionIds;
  /** Business instant; it runs on with the wall clock between two advances. */
  now(): Instant;
  /** Moves its clock to `to`; answers when the life has caught up and its effects are done. */
  advance(to: Instant): Promise<void>;
}

/** What all lives of a run have in common. */
export interface Cast {
  readonly api: ApiClient;
  readonly microsoft: MicrosoftControl;
  /** Key of the policy of every life. */
  readonly policy: string;
}

const created = z.object({ id: z.string() });
const clocked = z.object({ clock: z.object({ now: z.string() }) });
const advanced = z.object({ now: z.string() });

/**
 * Registers a customer at `startAt` with a test clock and two subscriptions that it has had all along, and waits until
 * its life knows them.
 */
export async function beginLife(
  cast: Cast,
  seller: string,
  customer: ReplayCustomer,
  startAt: Instant,
): Promise<LiveLife> {
  const key = `${seller}/${customer.name}`;
  const { tenantId, subscriptions } = identities(key);
  const startsOn = dayAt(startAt, customer.timeZone);
  await cast.microsoft.seed(tenantId, startAt, startsOn, subscriptions);
  const { id } = await cast.api.post(
    'operator',
    '/v1/customers',
    `${key}/registered`,
    {
      externalId: customer.name,
      name: customer.name,
      country: customer.country,
      timeZone: customer.timeZone,
      locale: customer.locale,
      currency: customer.currency,
      seller,
      legalStatus: customer.legalStatus,
      terms: customer.terms,
      microsoftTenantId: tenantId,
      contacts: [{ role: 'billing', name: customer.name, email: customer.email }],
      onboarding: 'existing',
      policy: cast.policy,
      clock: 'test',
      startAt: formatInstant(startAt),
    },
    created,
  );
  return lifeOf(cast, seller, customer, id, startAt);
}

/** A life that was begun before, as an interrupted run finds it again. */
export async function resumeLife(cast: Cast, seller: string, customer: ReplayCustomer, id: string): Promise<LiveLife> {
  const { clock } = await cast.api.get(`/v1/customers/${id}`, clocked);
  return lifeOf(cast, seller, customer, id, Date.parse(clock.now));
}

function lifeOf({ api }: Cast, seller: string, customer: ReplayCustomer, id: string, businessNow: Instant): LiveLife {
  let offset = businessNow - Date.now();
  const now = () => Date.now() + offset;
  return {
    id,
    customer,
    ...identities(`${seller}/${customer.name}`),
    now,
    async advance(to) {
      if (to <= now()) return;
      // No idempotency key: an instant is reached once, however often it is asked for.
      await api
        .post('operator', `/v1/customers/${id}/clock/advance`, undefined, { to: formatInstant(to) }, advanced)
        .catch((error: unknown) => {
          if (!(error instanceof ApiRefused) || error.code !== 'clock_backwards') throw error;
        });
      offset = Math.max(offset, to - Date.now());
    },
  };
}

/** Tenant and subscriptions follow from who it is, so that a run that was cut off asks for the same ones again. */
function identities(of: string): { readonly tenantId: string; readonly subscriptions: SubscriptionIds } {
  const uuid = (what: string) => {
    const hex = createHash('sha256').update(`${of}/${what}`).digest('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  };
  return { tenantId: uuid('tenant'), subscriptions: { renewing: uuid('renewing'), ending: uuid('ending') } };
}
