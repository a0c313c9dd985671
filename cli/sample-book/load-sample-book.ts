import { createHash } from 'node:crypto';
import { request } from 'undici';
import { z } from 'zod';
import { addDays, dayAt, type Instant, instantAt } from '../../domain/calendar/day.ts';
import { type ApiAddress, type ApiClient, createApiClient } from '../replay/live/api-client.ts';
import { SAMPLE_CUSTOMERS, type SampleCustomer } from './people.ts';
import { live, type SampleLife } from './stories.ts';

const ZONE = 'Europe/Warsaw';
const created = z.looseObject({ id: z.string() });

/** Where the sample book is loaded into, and what a person sees of it. */
export interface SampleBookTarget extends ApiAddress {
  /** Address of the Microsoft simulator, where the customers' subscriptions are. */
  readonly microsoftUrl: string;
  readonly now: Instant;
  readonly say: (line: string) => void;
}

/**
 * Loads the sample book through the API, as an integrator would: every customer lives on a test clock that ends about
 * now. Loading it twice is loading it once. Answers how many customers live in it.
 */
export async function loadSampleBook(target: SampleBookTarget): Promise<number> {
  const api = createApiClient(target, 4);
  try {
    const left = [...SAMPLE_CUSTOMERS];
    const next = async (): Promise<void> => {
      for (let person = left.shift(); person !== undefined; person = left.shift()) {
        const life = await moveIn(api, target, person);
        await live(life, person.story);
        target.say(`${person.name}: ${person.story}`);
      }
    };
    await Promise.all([next(), next(), next()]);
    return SAMPLE_CUSTOMERS.length;
  } finally {
    await api.close();
  }
}

async function moveIn(api: ApiClient, target: SampleBookTarget, person: SampleCustomer): Promise<SampleLife> {
  const today = dayAt(target.now, ZONE);
  const startsOn = addDays(today, -person.startsDaysAgo);
  const startAt = instantAt(startsOn, '07:00', ZONE);
  const tenantId = tenantOf(person.externalId);
  await control(`${target.microsoftUrl}/control/clock`, { tenantId, now: new Date(startAt).toISOString() });
  if (person.onboarding === 'existing') {
    await control(`${target.microsoftUrl}/control/tenants/${tenantId}/subscriptions`, {
      id: tenantOf(`${person.externalId}/subscription`),
      offerId: 'CFQ7TTC0LH18:0001:CFQ7TTC0K18P',
      friendlyName: 'Microsoft 365 Business Basic',
      quantity: 12,
      termDuration: 'P1Y',
      autoRenewEnabled: true,
      startsOn,
    }).catch(() => undefined);
  }
  const customer = await api.post(
    'operator',
    '/v1/customers',
    `sample/${person.externalId}`,
    wireOf(person, tenantId, startsOn, startAt),
    created,
  );
  const reach = `/v1/customers/${customer.id}`;
  const post: SampleLife['post'] = (role, path, body) =>
    api.post(
      role,
      path.startsWith('/v1/') ? path : `${reach}${path}`,
      `sample/${person.externalId}/${path}/${digest(body)}`,
      body,
      z.looseObject({}),
    );
  if (person.onboarding === 'existing') await post('operator', '/v1/reconciliation', { customer: customer.id });
  return {
    customer: customer.id,
    externalId: person.externalId,
    startsOn,
    post,
    today: async () =>
      dayAt(
        Date.parse((await api.get(reach, z.looseObject({ clock: z.looseObject({ now: z.string() }) }))).clock.now),
        ZONE,
      ),
    advanceDays: async (days) => {
      const { clock } = await api.get(reach, z.looseObject({ clock: z.looseObject({ now: z.string() }) }));
      const to = instantAt(addDays(dayAt(Date.parse(clock.now), ZONE), days), '09:00', ZONE);
      await post('operator', '/clock/advance', { to: new Date(to).toISOString() });
    },
    microsoftFault: (fault) =>
      control(`${target.microsoftUrl}/control/faults`, { match: { tenantId, method: 'PATCH' }, ...fault }),
  };
}

function wireOf(person: SampleCustomer, tenantId: string, startsOn: string, startAt: Instant): unknown {
  const mailbox = person.externalId.toLowerCase();
  return {
    externalId: person.externalId,
    name: person.name,
    country: 'PL',
    timeZone: ZONE,
    locale: 'pl',
    currency: 'PLN',
    legalStatus: 'company',
    addresses: [
      { kind: 'registered', lines: ['ul. Przykładowa 1'], postalCode: '00-001', city: person.city, country: 'PL' },
    ],
    terms: { paymentDays: 14, acceptedOn: startsOn, suspensionClause: true, minimumNoticeDays: 7 },
    microsoftTenantId: tenantId,
    contacts: [{ role: 'billing', name: 'Księgowość', email: `${mailbox}@sample.example` }],
    onboarding: person.onboarding,
    policy: 'standard',
    clock: 'test',
    startAt: new Date(startAt).toISOString(),
  };
}

/** The same tenant for the same customer at every start. */
function tenantOf(name: string): string {
  const hex = createHash('sha256').update(`sample book ${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function digest(body: unknown): string {
  return createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 12);
}

async function control(url: string, body: unknown): Promise<void> {
  const answer = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) throw new Error(`${url} answered ${answer.statusCode}: ${text}`);
}
