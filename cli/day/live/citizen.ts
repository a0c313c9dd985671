import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { formatInstant } from '../../../contracts/values.ts';
import { dayAt, type Instant, instantAt } from '../../../domain/calendar/day.ts';
import { type ApiClient, ApiRefused } from '../../replay/live/api-client.ts';
import type { Mishap, Plan, Role } from '../script/script-event.ts';
import { DAY, instantOf, OWED, ZONE } from './day-time.ts';
import { idOf, type Levers } from './levers.ts';

/** A customer who lives through the day, on a test clock of its own. */
export interface Citizen {
  readonly place: number;
  readonly role: Role;
  readonly id: string;
  readonly tenant: string;
  /** Ids at Microsoft: the licences, the Azure plan where there is one, and the Azure subscriptions under it. */
  readonly licences: string;
  readonly plan: string | null;
  readonly azure: readonly string[];
  /** What the analyst will think of what is reported, in the order of the reports. */
  readonly plans: Plan[];
  /** Befalls the next thing that is ordered for this customer. */
  mishap: Extract<Mishap, 'tokenExpires' | 'workerKilled'> | null;
  /** Business instant; it runs on with the wall clock between two advances. */
  now(): Instant;
  /** Moves its clock there; one that is there already stays. */
  advance(to: Instant): Promise<void>;
}

export interface Town {
  readonly api: ApiClient;
  readonly microsoft: Levers;
}

const LICENCES = 'CFQ7TTC0LH18:0001:CFQ7TTC0K18P';
const AZURE_PLAN = 'DZH318Z0BPS6:0001:DZH318Z0BML6';
const created = z.object({ id: z.string() });
const advanced = z.object({ now: z.string() });
const reconciled = z.object({ failed: z.array(z.object({ what: z.string(), why: z.string() })) });

/** Registers a customer with what it has at Microsoft, and brings it to the day's first minute. */
export async function moveIn(town: Town, place: number, role: Role): Promise<Citizen> {
  const { api, microsoft } = town;
  const tenant = randomUUID();
  const startAt = role === 'debtor' ? instantAt(OWED.since, '06:00', ZONE) : instantOf(0);
  const there = await atMicrosoft(microsoft, tenant, role, startAt);
  const { id } = await api.post(
    'operator',
    '/v1/customers',
    `registered/${tenant}`,
    {
      externalId: `citizen-${place}`,
      name: `Citizen ${place}`,
      country: 'PL',
      timeZone: ZONE,
      locale: 'pl',
      currency: 'PLN',
      legalStatus: 'company',
      terms: { paymentDays: 14, acceptedOn: '2020-01-02', suspensionClause: true, minimumNoticeDays: 7 },
      microsoftTenantId: tenant,
      contacts: [{ role: 'billing', name: 'Anna Kowalska', email: `citizen-${place}@day.example` }],
      onboarding: 'existing',
      clock: 'test',
      startAt: formatInstant(startAt),
    },
    created,
  );
  const citizen = citizenOf(api, { place, role, id, tenant, ...there, startAt });
  await compare(api, citizen);
  if (role === 'debtor') await owe(api, citizen);
  await citizen.advance(instantOf(0));
  return citizen;
}

/**
 * Reads what the customer has at Microsoft; a life that is slow to answer is told again by itself.
 * @throws Error when Microsoft could not be read
 */
export async function compare(api: ApiClient, { id, place }: Citizen): Promise<void> {
  const { failed } = await api.post('operator', '/v1/reconciliation', undefined, { customer: id }, reconciled);
  const unread = failed.find(({ what }) => what === 'subscriptions');
  if (unread !== undefined) throw new Error(`citizen ${place} was not compared with Microsoft: ${unread.why}`);
}

async function owe(api: ApiClient, { id, place }: Citizen): Promise<void> {
  const amount = { amount: '1240.00', currency: 'PLN' };
  const invoice = { number: `FV/1/${place}`, issuedOn: OWED.since, dueOn: OWED.dueOn, currency: 'PLN', total: amount };
  await api.post('finance', '/v1/invoices', `owed/${id}`, { customer: id, ...invoice }, created);
}

async function atMicrosoft(microsoft: Levers, tenant: string, role: Role, startAt: Instant) {
  await microsoft.pull('POST', '/control/clock', { tenantId: tenant, now: new Date(startAt).toISOString() });
  const seeded = async (more: object) =>
    idOf(
      await microsoft.pull('POST', `/control/tenants/${tenant}/subscriptions`, {
        startsOn: dayAt(startAt, ZONE),
        ...more,
      }),
    );
  const licences = await seeded({ offerId: LICENCES, friendlyName: 'Licences', quantity: 5, termDuration: 'P1Y' });
  if (role !== 'azure') return { licences, plan: null, azure: [] };
  const plan = await seeded({ offerId: AZURE_PLAN, friendlyName: 'Azure plan' });
  const azure: string[] = [];
  for (const friendlyName of ['Production', 'Trials']) {
    const under = `/control/tenants/${tenant}/subscriptions/${plan}/entitlements`;
    azure.push(idOf(await microsoft.pull('POST', under, { friendlyName })));
  }
  return { licences, plan, azure };
}

function citizenOf(
  api: ApiClient,
  known: Pick<Citizen, 'place' | 'role' | 'id' | 'tenant' | 'licences' | 'plan' | 'azure'> & {
    readonly startAt: Instant;
  },
): Citizen {
  const { startAt, ...citizen } = known;
  let offset = startAt - Date.now();
  const now = () => Date.now() + offset;
  return {
    ...citizen,
    plans: [],
    mishap: null,
    now,
    async advance(to) {
      if (to <= now()) return;
      await api
        .post('operator', `/v1/customers/${known.id}/clock/advance`, undefined, { to: formatInstant(to) }, advanced)
        .catch((error: unknown) => {
          if (!(error instanceof ApiRefused) || error.code !== 'clock_backwards') throw error;
        });
      offset = Math.max(offset, to - Date.now());
    },
  };
}

/** The day of its business instant, on which it pays and is invoiced. */
export function today(citizen: Citizen): string {
  return dayAt(citizen.now(), ZONE) < DAY ? DAY : dayAt(citizen.now(), ZONE);
}
