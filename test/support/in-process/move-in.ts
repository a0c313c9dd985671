import { randomUUID } from 'node:crypto';
import { contactStatement } from '../../../db/profiles.ts';
import { registerCustomer } from '../../../db/register-customer.ts';
import { type Day, dayAt, instantAt } from '../../../domain/calendar/day.ts';
import type { FactDraft } from '../../../domain/facts/fact.ts';
import type { CustomerTraits } from '../../../domain/facts/onboarding-facts.ts';
import type { InProcessInstallation } from './installation.ts';
import { RESIDENT_ZONE, type Resident, residentOf } from './resident.ts';

const TRAITS = {
  country: 'PL',
  timeZone: RESIDENT_ZONE,
  currency: 'PLN',
  locale: 'pl',
  legalStatus: 'company',
  terms: { paymentDays: 14, acceptedOn: '2020-01-02', document: null, suspensionClause: true, minimumNoticeDays: 7 },
  onboarding: 'existing',
  policy: 'standard',
  creditLimit: null,
  contactRevision: 1,
} as const satisfies Partial<CustomerTraits>;

/** Who moves in; by default a Polish company that trades already. */
export interface Arrival {
  /** 07:00 of this day on a test clock; null: the live clock. */
  readonly startsOn: Day | null;
  readonly traits?: Partial<CustomerTraits>;
  /** Running subscriptions that Microsoft knows it by; default 1. */
  readonly subscriptions?: number;
  /** False leaves telling the life to the caller. */
  readonly tellLife?: boolean;
}

/** Registers a customer of the default seller under the active standard policy (`ensureDefaults`), and tells its life. */
export async function arrive(home: InProcessInstallation, arrival: Arrival): Promise<Resident> {
  const { startsOn, traits = {}, subscriptions = 1, tellLife = true } = arrival;
  const { db, newId } = home;
  const [id, tenant, wallNow] = [newId('cus'), randomUUID(), Date.now()];
  const shift = startsOn === null ? 0 : instantAt(startsOn, '07:00', RESIDENT_ZONE) - wallNow;
  const effectiveOn = dayAt(wallNow + shift, RESIDENT_ZONE);
  const seller = await db.selectFrom('seller').select('id').where('key', '=', 'default').executeTakeFirstOrThrow();
  const observed: FactDraft[] = [];
  for (let count = 0; count < subscriptions; count += 1)
    observed.push(await subscriptionAtMicrosoft(home, tenant, newId('sub'), effectiveOn));
  const committed = await registerCustomer(
    db,
    { actor: 'resident', wallNow, newId, because: 'registered' },
    {
      id,
      sellerId: seller.id,
      resellerId: null,
      clock: { mode: startsOn === null ? 'live' : 'test', offsetMs: shift, shiftMs: shift },
      facts: [
        {
          kind: 'customer.registered',
          effectiveOn,
          body: { externalId: `resident-${id}`, ...TRAITS, tenant, ...traits },
        },
        { kind: 'policy.assigned', effectiveOn, body: { key: TRAITS.policy, version: 1, openCases: null } },
        ...observed,
      ],
    },
    (change) => {
      const billing = { role: 'billing' as const, name: 'Anna', email: `${id}@example.test` };
      change.write(
        contactStatement(id, [billing], { revision: 1, effectiveOn, actor: 'resident', recordedAt: wallNow }),
      );
    },
  );
  const told = { factVersion: committed.factVersion, because: 'registered' };
  if (tellLife) await home.lifecycle.changed(id, told, committed.operationId ?? newId('op'));
  return residentOf(home, { id, tenant, sellerId: seller.id });
}

/** Puts a running subscription into the simulator; answers the fact that it was seen there. */
async function subscriptionAtMicrosoft(
  home: InProcessInstallation,
  tenant: string,
  subscription: string,
  startsOn: Day,
): Promise<FactDraft<'subscription.observed'>> {
  const offer = 'CFQ7TTC0LH18:0001:CFQ7TTC0K18P';
  const answer = await fetch(`${home.addresses.microsoft}/control/tenants/${tenant}/subscriptions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      offerId: offer,
      friendlyName: 'Licences',
      quantity: 5,
      termDuration: 'P3Y',
      autoRenewEnabled: true,
      startsOn,
    }),
  });
  if (!answer.ok) throw new Error(`the Microsoft simulator answered ${answer.status}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- both ends are this repository's
  const { id: microsoftId } = (await answer.json()) as { id: string };
  return {
    kind: 'subscription.observed',
    effectiveOn: startsOn,
    body: { subscription, microsoftId, offer, quantity: 5, actual: 'active', autoRenewEnabled: true },
  };
}
