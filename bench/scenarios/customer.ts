import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { isQuiet } from '../../api/clock/advances.ts';
import { formatInstant } from '../../contracts/values.ts';
import type { Role } from '../../db/tables/machinery-tables.ts';
import { type Day, dayAt, instantAt } from '../../domain/calendar/day.ts';
import type { BenchInstallation } from '../installation/open-installation.ts';

const ZONE = 'Europe/Warsaw';
const SETTLED_WITHIN_MS = 60_000;

/** A customer, as callers of the API know it. */
export interface Customer {
  readonly id: string;
  /** Posts below `/v1/customers/{id}`. */
  post<T>(role: Role, path: string, body: unknown, shape: z.ZodType<T>): Promise<T>;
  /** An invoice of today. */
  invoice(amount: string, dueOn: Day): Promise<void>;
  /** Money that came today, by bank transfer. */
  pay(amount: string, reference?: string): Promise<void>;
  /** Test clock: 07:00 of that day; returns when the life has caught up and its effects are done. */
  advanceTo(day: Day): Promise<void>;
  /** Until everything known is decided and no effect is under way. */
  settled(): Promise<void>;
  /** @throws Error when the customer is not where the story wants it: then something else would be counted */
  mustBe(wanted: { readonly phase: string; readonly service: string }): Promise<void>;
}

const made = z.object({ id: z.string() });
const advanced = z.object({ now: z.string() });

/** Registers a customer: on a test clock at 07:00 of `startsOn`, or with null on the live clock. */
export async function registerCustomer(
  home: BenchInstallation,
  startsOn: Day | null,
  onboarding: 'standard' | 'existing',
): Promise<Customer> {
  const externalId = randomUUID();
  const clock =
    startsOn === null
      ? { clock: 'live' }
      : { clock: 'test', startAt: formatInstant(instantAt(startsOn, '07:00', ZONE)) };
  const { id } = await home.api.post(
    'operator',
    '/v1/customers',
    randomUUID(),
    {
      externalId,
      name: 'Contoso Sp. z o.o.',
      country: 'PL',
      timeZone: ZONE,
      currency: 'PLN',
      legalStatus: 'company',
      terms: { paymentDays: 14, acceptedOn: '2020-01-02', suspensionClause: true, minimumNoticeDays: 7 },
      microsoftTenantId: randomUUID(),
      contacts: [{ role: 'billing', name: 'Anna Kowalska', email: `${externalId}@contoso.example` }],
      onboarding,
      ...clock,
    },
    made,
  );
  return customerOf(home, id, startsOn);
}

/** A customer who trades already, with one subscription that is on. */
export async function tradingCustomer(home: BenchInstallation, startsOn: Day | null): Promise<Customer> {
  const customer = await registerCustomer(home, startsOn, 'existing');
  await customer.post('operator', '/subscriptions', { offer: 'CFQ7TTC0LH18:0001:CFQ7TTC0K18P', quantity: 5 }, made);
  await customer.settled();
  await customer.mustBe({ phase: 'active', service: 'on' });
  return customer;
}

function customerOf({ api, db }: BenchInstallation, id: string, startsOn: Day | null): Customer {
  let today = startsOn ?? dayAt(Date.now(), ZONE);
  const pln = (amount: string) => ({ amount, currency: 'PLN' });
  return {
    id,
    post: (role, path, body, shape) => api.post(role, `/v1/customers/${id}${path}`, randomUUID(), body, shape),
    async invoice(amount, dueOn) {
      const body = { customer: id, number: randomUUID(), issuedOn: today, dueOn, currency: 'PLN', total: pln(amount) };
      await api.post('finance', '/v1/invoices', randomUUID(), body, made);
    },
    async pay(amount, reference = '') {
      const body = { customer: id, amount: pln(amount), method: 'bankTransfer', receivedOn: today, reference };
      await api.post('finance', '/v1/payments', randomUUID(), body, made);
    },
    async advanceTo(day) {
      const to = formatInstant(instantAt(day, '07:00', ZONE));
      await api.post('operator', `/v1/customers/${id}/clock/advance`, undefined, { to }, advanced);
      today = day;
    },
    async settled() {
      const giveUpAt = Date.now() + SETTLED_WITHIN_MS;
      for (let pause = 2; !(await isQuiet(db, id, 0)); pause = Math.min(pause * 2, 50)) {
        if (Date.now() > giveUpAt) throw new Error(`${id} does not settle`);
        await sleep(pause);
      }
    },
    async mustBe(wanted) {
      const query = db.selectFrom('customer').where('id', '=', id).select(['phase', 'service']);
      const { phase, service } = await query.executeTakeFirstOrThrow();
      if (phase !== wanted.phase || service !== wanted.service)
        throw new Error(`the story went wrong: ${phase}/${service} instead of ${wanted.phase}/${wanted.service}`);
    },
  };
}
