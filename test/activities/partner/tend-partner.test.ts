import { randomBytes, randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tendPartner } from '../../../activities/partner/tend-partner.ts';
import { observeSubscriptions } from '../../../activities/subscriptions/observe-subscriptions.ts';
import { createPartnerCenter } from '../../../adapters/index.ts';
import { createPartnerInvoices } from '../../../adapters/partner-invoices/create-partner-invoices.ts';
import { newId } from '../../../domain/ids.ts';
import { startedMicrosoft } from '../../adapters/support/microsoft.ts';
import { startApi, type TestApi } from '../../api/support/api.ts';
import { aCustomer, contoso } from '../../api/support/customers.ts';
import { decidingLife } from '../../api/support/deciding-life.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-03-08T09:00:00Z');

describe('the partner at Microsoft', () => {
  let microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;
  let connection: ReturnType<typeof microsoft.connection>;
  let api: TestApi;
  let close: () => Promise<void> = async () => {};
  let wall = START;
  beforeAll(async () => {
    microsoft = await startedMicrosoft();
    connection = microsoft.connection();
    api = await startApi({ lifecycle: decidingLife, now: () => wall }, (end) => {
      close = end;
    });
  });
  afterAll(async () => {
    await close();
    await connection.close();
    await microsoft.stop();
  });

  const deps = () => ({
    db: api.db,
    partnerInvoices: createPartnerInvoices(connection),
    wallNow: () => wall,
    newId: (prefix: Parameters<typeof newId>[0]) => newId(prefix, { now: Date.now(), random: randomBytes(10) }),
    log: pino({ level: 'silent' }),
  });
  const billed = async (invoiceDate: string, total: string, more: object = {}): Promise<string> => {
    const line = { customerId: randomUUID(), subscriptionId: randomUUID(), totalForCustomer: total, ...more };
    return (await microsoft.control<{ id: string }>('POST', '/invoices', { invoiceDate, lines: [line] })).id;
  };
  const standing = async () => (await api.ask('GET', '/v1/partner-standing')).body['currencies'][0];

  it('its invoices are read with every digit, due 60 days later, and a limit warns at its shares', async () => {
    const id = await billed('2026-03-08T08:00:00Z', '714.999500000000001');
    await api.ask('POST', '/v1/partner-credit-limits', {
      as: 'finance',
      body: { limit: { amount: '1000.00', currency: 'PLN' } },
    });
    expect(await tendPartner(deps())).toEqual({ looked: 1, woken: 1 });
    expect(await standing()).toMatchObject({
      state: 'good',
      owed: { amount: '715.00', currency: 'PLN' },
      available: { amount: '285.00', currency: 'PLN' },
      usedPercent: 71,
      warning: 70,
      sellsNew: true,
      invoices: [{ invoice: id, invoicedOn: '2026-03-08', dueOn: '2026-05-07', state: 'good' }],
    });
    expect(await tendPartner(deps())).toEqual({ looked: 1, woken: 0 });
    const audit = await api.db.selectFrom('audit_event').selectAll().where('kind', '=', 'partner.standing').execute();
    expect(audit.map(({ body }) => body)).toEqual([{ currency: 'PLN', state: 'good', warning: 70, sellsNew: true }]);
  });

  it('a payment is on its way for five business days, and an invoice paid in time is not overdue meanwhile', async () => {
    wall = Date.parse('2026-05-07T09:00:00Z');
    const [{ invoice }] = (await standing()).invoices;
    const paid = await api.ask('POST', '/v1/partner-payments', {
      as: 'finance',
      key: 'pay-1',
      body: { invoice, amount: { amount: '715.00', currency: 'PLN' }, paidOn: '2026-05-07' },
    });
    expect(paid).toMatchObject({ status: 201, body: { shownBy: '2026-05-14', recordedBy: 'the finance' } });
    wall += 3 * DAY;
    expect(await standing()).toMatchObject({
      state: 'good',
      onItsWay: { amount: '715.00' },
      overdue: { amount: '0.00' },
    });
    await microsoft.control('POST', `/invoices/${invoice}/payment`, { amount: '715', showsAfterMs: 0 });
    await tendPartner(deps());
    expect(await standing()).toMatchObject({ owed: { amount: '0.00' }, warning: null, invoices: [] });
  });

  it('refuses a payment of another currency, of tomorrow, or of an invoice that nobody has sent', async () => {
    const pay = async (body: object) =>
      (await api.ask('POST', '/v1/partner-payments', { as: 'finance', key: randomUUID(), body })).body['code'];
    const invoice = (await api.db.selectFrom('partner_invoice').select('id').executeTakeFirstOrThrow()).id;
    const amount = { amount: '1.00', currency: 'PLN' };
    expect(await pay({ invoice, amount: { ...amount, currency: 'EUR' }, paidOn: '2026-05-01' })).toBe(
      'currency_mismatch',
    );
    expect(await pay({ invoice, amount, paidOn: '2026-05-12' })).toBe('future_value_date');
    expect(await pay({ invoice: 'G999', amount, paidOn: '2026-05-01' })).toBe('not_found');
  });

  it('at risk it takes no new order, and says that this is not the customer’s fault', async () => {
    wall = Date.parse('2026-10-01T09:00:00Z');
    await billed('2026-05-08T08:00:00Z', '100');
    await tendPartner(deps());
    expect(await standing()).toMatchObject({ state: 'atRisk', sellsNew: false });
    const customer = await aCustomer(api, { ...contoso, externalId: randomUUID() });
    const order = await api.ask('POST', `/v1/customers/${customer}/subscriptions`, {
      as: 'operator',
      key: randomUUID(),
      body: { offer: 'CFQ7TTC0LH18:0001:CFQ7TTC0K971', quantity: 1 },
    });
    expect([order.status, order.body['code']]).toEqual([409, 'partner_account_limited']);
  });

  it('asks finance once for a warning, an overdue invoice, one at risk, and a payment that does not show', async () => {
    const asked = async () =>
      (await api.ask('GET', '/v1/partner-tasks?for=finance&limit=200')).body['items'].map(
        ({ key }: { key: string }) => key,
      );
    // The invoice of the tests before this one is at risk; here another is overdue, and one is paid and does not show.
    wall = Date.parse('2026-10-01T09:00:00Z');
    const overdue = await billed('2026-07-08T08:00:00Z', '100');
    const paid = await billed('2026-07-20T08:00:00Z', '800');
    await tendPartner(deps());
    const payment = await api.ask('POST', '/v1/partner-payments', {
      as: 'finance',
      key: randomUUID(),
      body: { invoice: paid, amount: { amount: '800.00', currency: 'PLN' }, paidOn: '2026-10-01' },
    });
    const { id, shownBy } = payment.body;
    wall = Date.parse(`${shownBy}T23:00:00Z`);
    await tendPartner(deps());
    expect(await asked()).not.toContain(`paymentNotShown/${id}`);
    wall += DAY;
    await tendPartner(deps());
    const keys = await asked();
    const [atRisk] = (await standing()).invoices;
    expect(keys).toEqual(
      expect.arrayContaining([
        'creditWarning/PLN/70/2026-03',
        `partnerAtRisk/${atRisk.invoice}`,
        `partnerOverdue/${overdue}`,
        'creditWarning/PLN/100/2026-10',
        `paymentNotShown/${id}`,
      ]),
    );
    await tendPartner(deps());
    expect(await asked()).toEqual(keys);
    expect(new Set(keys).size).toBe(keys.length);
    const audit = api.db.selectFrom('audit_event').select('kind').where('kind', '=', 'partnerTask.opened');
    expect(await audit.execute()).toHaveLength(keys.length);
  });

  it('is watched also where one invoice cannot be read: finance is asked once, and its charges are read when they can be', async () => {
    wall = Date.parse('2026-10-20T09:00:00Z');
    const invoice = await billed('2026-08-08T08:00:00Z', '100');
    const path = `^/v1/invoices/${invoice}/lineitems`;
    await microsoft.fault({ kind: 'refuse', code: '2000', status: 404, times: 99, match: { pathPattern: path } });
    const later = await billed('2026-10-08T08:00:00Z', '50');
    const asked = async () =>
      await api.db
        .selectFrom('partner_task')
        .select(['what', 'for_role'])
        .where('subject', '=', invoice)
        .orderBy('what')
        .execute();
    const charged = async () =>
      (await api.db.selectFrom('partner_charge').select('invoice_id').execute()).map((row) => row.invoice_id);
    await tendPartner(deps());
    await tendPartner(deps());
    const finance = { for_role: 'finance' };
    expect(await asked()).toEqual([
      { what: 'invoiceUnreadable', ...finance },
      { what: 'partnerOverdue', ...finance },
    ]);
    expect(await charged()).toContain(later);
    await microsoft.clearFaults();
    await tendPartner(deps());
    expect(await charged()).toContain(invoice);
  });

  it('a subscription shows what it costs, also suspended, and when its data are gone', async () => {
    wall = Date.now();
    const tenant = randomUUID();
    const customer = await aCustomer(api, { ...contoso, externalId: randomUUID(), microsoftTenantId: tenant });
    const subscription = await microsoft.seed(tenant, { startsOn: '2026-11-02', termDuration: 'P1Y' });
    await billed('2026-11-08T08:00:00Z', '1200', { subscriptionId: subscription, billingFrequency: 'Annual' });
    const partnerCenter = createPartnerCenter(microsoft.standard(), connection);
    await partnerCenter.suspendSubscription(tenant, subscription, randomUUID());
    await observeSubscriptions({ ...deps(), partnerCenter }, customer);
    await tendPartner(deps());
    const { body } = await api.ask('GET', `/v1/customers/${customer}/subscriptions`);
    expect(body['items']).toMatchObject([
      {
        actual: 'suspended',
        monthlyCost: { amount: '100.00', currency: 'PLN' },
        outlook: { termEndsOn: '2027-11-01', notRestorableFrom: '2027-11-02', dataGoneOn: '2028-03-01' },
      },
    ]);
  });
});
