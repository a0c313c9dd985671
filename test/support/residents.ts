import { readFileSync } from 'node:fs';
import { isPolicyProblem, readPolicy } from '../../contracts/read-policy.ts';
import { commitChange } from '../../db/commit-change.ts';
import type { Change } from '../../db/change.ts';
import { insertPolicyVersion, activatePolicy } from '../../db/policies.ts';
import { registerCustomer } from '../../db/register-customer.ts';
import { type Day, dayAt, instantAt } from '../../domain/calendar/day.ts';
import type { CustomerTraits } from '../../domain/facts/onboarding-facts.ts';
import { issueInvoice } from '../../domain/ledger/issue-invoice.ts';
import type { Posting } from '../../domain/ledger/posting.ts';
import { receivePayment } from '../../domain/ledger/receive-payment.ts';
import type { FactKind } from '../../domain/facts/fact.ts';
import type { House } from './house.ts';

const ZONE = 'Europe/Warsaw';

/** Puts the policy of the API's documentation into an empty database. */
export async function installStandardPolicy(house: House): Promise<void> {
  const source: unknown = JSON.parse(readFileSync(new URL('../../policies/standard.json', import.meta.url), 'utf8'));
  const policy = readPolicy(source, 1);
  if (isPolicyProblem(policy)) throw new Error(policy.detail);
  await house.db.transaction().execute(async (trx) => {
    await trx
      .insertInto('seller')
      .values({ id: 'sel_test', key: 'default', name: 'Seller Sp. z o.o.', time_zone: ZONE, created_at: new Date() })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await insertPolicyVersion(trx, { policy, source, actor: 'test', wallNow: Date.now() });
    await activatePolicy(trx, { key: 'standard', version: 1, openCases: null, actor: 'test', wallNow: Date.now() });
  });
}

/** A customer who lives in the house, on a test clock, and whom the test moves and posts to. */
export interface Resident {
  readonly id: string;
  readonly tenant: string;
  advanceTo(day: Day, time?: string): Promise<void>;
  invoice(number: string, amount: bigint, dueOn: Day): Promise<string>;
  pay(amount: bigint): Promise<string>;
  change(because: string, make: (change: Change) => void): Promise<void>;
  row(): Promise<{ phase: string; service: string; today: Day }>;
}

/** Registers an existing customer at 07:00 of `startsOn` with one subscription at Microsoft. */
export async function moveIn(house: House, startsOn: Day, traits: Partial<CustomerTraits> = {}): Promise<Resident> {
  const tenant = crypto.randomUUID();
  const now = Date.now();
  const shift = instantAt(startsOn, '07:00', ZONE) - now;
  const id = house.newId('cus');
  const seeded = await fetch(`${house.addresses.microsoft}/control/tenants/${tenant}/subscriptions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      offerId: 'CFQ7TTC0LH18:0001:CFQ7TTC0K18P',
      friendlyName: 'Licences',
      quantity: 5,
      termDuration: 'P3Y',
      autoRenewEnabled: true,
      startsOn,
    }),
  });
  const subscription = (await seeded.json()) as { id: string };
  const registered: CustomerTraits = {
    externalId: `resident-${id}`,
    country: 'PL',
    timeZone: ZONE,
    currency: 'PLN',
    locale: 'pl',
    legalStatus: 'company',
    terms: { paymentDays: 14, acceptedOn: '2020-01-02', document: null, suspensionClause: true, minimumNoticeDays: 7 },
    onboarding: 'existing',
    policy: 'standard',
    creditLimit: null,
    tenant,
    contactRevision: 1,
    ...traits,
  };
  const seller = await house.db.selectFrom('seller').select('id').executeTakeFirstOrThrow();
  const request = { actor: 'test', wallNow: now, newId: house.newId, because: 'registered' };
  const committed = await registerCustomer(
    house.db,
    request,
    {
      id,
      sellerId: seller.id,
      resellerId: null,
      clock: { mode: 'test', offsetMs: shift, shiftMs: shift },
      facts: [
        { kind: 'customer.registered', effectiveOn: startsOn, body: registered },
        { kind: 'policy.assigned', effectiveOn: startsOn, body: { key: 'standard', version: 1, openCases: null } },
        {
          kind: 'subscription.observed',
          effectiveOn: startsOn,
          body: {
            subscription: house.newId('sub'),
            microsoftId: subscription.id,
            offer: 'o',
            quantity: 5,
            actual: 'active',
            autoRenewEnabled: true,
          },
        },
      ],
    },
    (change) => {
      change.write((trx) =>
        trx
          .insertInto('customer_contact')
          .values({
            customer_id: id,
            revision: 1,
            position: 0,
            role: 'billing',
            name: 'Anna',
            email: `${id}@example.test`,
            effective_on: startsOn,
            recorded_at: new Date(now),
            actor: 'test',
          })
          .compile(),
      );
    },
  );
  const tell = async (factVersion: number, because: string, operation: string | null) => {
    await house.lifecycle.changed(id, { factVersion, because }, operation ?? house.newId('op'));
  };
  await tell(committed.factVersion, 'registered', committed.operationId);

  const change = async (because: string, make: (change: Change) => void): Promise<void> => {
    const done = await commitChange(house.db, { ...request, wallNow: Date.now(), because, customer: id }, make);
    await tell(done.factVersion, because, done.operationId);
  };
  const post = async (because: string, posting: (change: Change) => Posting<FactKind>): Promise<void> =>
    change(because, (made) => {
      const posted = posting(made);
      if ('refused' in posted) throw new Error(posted.detail);
      made.record([posted.draft]);
    });
  const today = async (): Promise<Day> => {
    const { clock_offset_ms } = await house.db
      .selectFrom('customer')
      .where('id', '=', id)
      .select('clock_offset_ms')
      .executeTakeFirstOrThrow();
    return dayAt(Date.now() + Number(clock_offset_ms), ZONE);
  };
  return {
    id,
    tenant,
    change,
    advanceTo: async (day, time = '07:00') => void (await house.clocks.advance(id, instantAt(day, time, ZONE))),
    invoice: async (number, amount, dueOn) => {
      const invoice = house.newId('inv');
      await post('invoice', ({ account, today }) =>
        issueInvoice(
          account,
          { invoice, number, issuedOn: today, net: amount, tax: 0n, instalments: [{ dueOn, amount }] },
          today,
        ),
      );
      return invoice;
    },
    pay: async (amount) => {
      const payment = house.newId('pay');
      await house.db
        .insertInto('payment_receipt')
        .values({
          payment_id: payment,
          seller_id: seller.id,
          customer_id: id,
          external_id: payment,
          method: 'bankTransfer',
          currency: 'PLN',
          amount_minor: amount,
          received_on: await today(),
          recorded_at: new Date(),
        })
        .execute();
      await post('payment', ({ account, policy, today: day }) =>
        receivePayment(
          account,
          policy,
          { payment, amount, method: 'bankTransfer', receivedOn: day, wanted: null, prepayment: null },
          day,
        ),
      );
      return payment;
    },
    row: async () => {
      const row = await house.db
        .selectFrom('customer')
        .where('id', '=', id)
        .select(['phase', 'service', 'clock_offset_ms'])
        .executeTakeFirstOrThrow();
      return { phase: row.phase, service: row.service, today: dayAt(Date.now() + Number(row.clock_offset_ms), ZONE) };
    },
  };
}

/** Notices of a customer as `day step occurrence`, oldest first. */
export async function noticesOf(house: House, id: string): Promise<readonly string[]> {
  const rows = await house.db
    .selectFrom('notice')
    .where('customer_id', '=', id)
    .orderBy('sent_at')
    .select(['step', 'occurrence', 'sent_at'])
    .execute();
  return rows.map((row) => `${row.sent_at ? dayAt(row.sent_at.getTime(), ZONE) : '?'} ${row.step} ${row.occurrence}`);
}
