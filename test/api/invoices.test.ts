import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { sharedApi, type TestApi } from './support/api.ts';
import { aCustomer } from './support/customers.ts';
import { anInvoice, aTransfer, got, pln, post, posted, refusal } from './support/money.ts';

/** 20 March 2026, 10:00 in Warsaw: four days after the due day of the invoices here. */
const NOW = Date.UTC(2026, 2, 20, 9);

const theApi = sharedApi({ now: () => NOW });
let api: TestApi;
beforeAll(() => {
  api = theApi();
});

const lines = [
  { description: 'Licences', quantity: '3', unitPrice: pln('33.335'), taxRate: '23' },
  { description: 'Support', quantity: '0.5', unitPrice: pln('100'), taxRate: '8' },
];
const body = (more: object) => ({
  number: `FV/${randomUUID()}`,
  issuedOn: '2026-03-02',
  dueOn: '2026-03-16',
  currency: 'PLN',
  ...more,
});

describe('an invoice', () => {
  it('is summed from its lines, net and tax rounded half up per line', async () => {
    const customer = await aCustomer(api);
    const made = await post(api, '/v1/invoices', body({ customer, lines }));
    expect(made.status).toBe(202);
    const invoice = await got(api, `/v1/invoices/${made.body['id']}`);
    expect(invoice).toMatchObject({
      customer,
      net: pln('150.01'),
      tax: pln('27.00'),
      total: pln('177.01'),
      remaining: pln('177.01'),
      state: 'open',
      overdueDays: 4,
      effectiveDueOn: '2026-03-16',
    });
    expect(invoice['lines']).toEqual([
      { ...lines[0], net: pln('100.01'), tax: pln('23.00') },
      { ...lines[1], net: pln('50.00'), tax: pln('4.00') },
    ]);
  });

  it('may come with a total alone, and be found by customer, number, state and being overdue', async () => {
    const customer = await aCustomer(api);
    const late = await anInvoice(api, customer, '10.00');
    const early = await anInvoice(api, customer, '20.00', { dueOn: '2026-04-16' });
    const paid = await anInvoice(api, customer, '30.00');
    await aTransfer(api, '30.00', { customer, allocations: [{ invoice: paid, amount: pln('30.00') }] });
    const ids = async (query: string) =>
      (await got(api, `/v1/invoices?customer=${customer}${query}`))['items'].map((item: { id: string }) => item.id);
    expect(await ids('')).toEqual([late, early, paid]);
    expect(await ids('&overdue=true')).toEqual([late]);
    expect(await ids('&overdue=false')).toEqual([early, paid]);
    expect(await ids('&state=paid')).toEqual([paid]);
    const { number } = await got(api, `/v1/invoices/${late}`);
    expect(await ids(`&number=${encodeURIComponent(number)}`)).toEqual([late]);
    expect((await got(api, `/v1/invoices/ext:${encodeURIComponent(number)}`))['id']).toBe(late);
    const first = await got(api, `/v1/invoices?customer=${customer}&limit=2`);
    expect(first['items']).toHaveLength(2);
    const rest = await got(api, `/v1/invoices?customer=${customer}&limit=2&cursor=${first['nextCursor']}`);
    expect([rest['items'][0].id, rest['nextCursor']]).toEqual([paid, null]);
  });

  it('has instalments with due days of their own, which move by law where they fall on a day off', async () => {
    const customer = await aCustomer(api);
    // 4 April 2026 is a Saturday, and the Monday after it is Easter Monday.
    const instalments = [
      { dueOn: '2026-03-16', amount: pln('40.00') },
      { dueOn: '2026-04-04', amount: pln('60.00') },
    ];
    const invoice = await got(api, `/v1/invoices/${await anInvoice(api, customer, '100.00', { instalments })}`);
    expect(invoice['instalments']).toMatchObject([
      { instalment: 1, dueOn: '2026-03-16', effectiveDueOn: '2026-03-16', open: pln('40.00') },
      { instalment: 2, dueOn: '2026-04-04', effectiveDueOn: '2026-04-07', open: pln('60.00') },
    ]);
  });

  it.each([['404 not_found', 'customer in the path does not exist', null]])('%s', async () => {
    expect(refusal(await api.ask('GET', '/v1/invoices/inv_00000000000000000000000000'))).toBe('404 not_found');
    expect(refusal(await api.ask('GET', '/v1/invoices/ext:nothing'))).toBe('404 not_found');
    expect(refusal(await api.ask('GET', '/v1/invoices?customer=ext:nobody'))).toBe('404 not_found');
  });

  it('is refused with the code of the rule, and the pointer of what is wrong', async () => {
    const customer = await aCustomer(api);
    const ask = async (more: object) =>
      refusal(await post(api, '/v1/invoices', body({ customer, total: pln('10.00'), ...more })));
    const instalment = (dueOn: string, amount: string) => ({ dueOn, amount: pln(amount) });
    const known = (await got(api, `/v1/invoices/${await anInvoice(api, customer, '10.00')}`))['number'];
    expect(await ask({ customer: 'ext:nobody' })).toBe('422 unknown_reference /customer');
    expect(await ask({ number: known })).toBe('422 duplicate_invoice_number');
    expect(await ask({ issuedOn: '2026-03-21', dueOn: '2026-03-30' })).toBe('422 future_issue_date /issuedOn');
    expect(await ask({ dueOn: '2026-03-01' })).toBe('422 invalid_invoice /dueOn');
    expect(await ask({ currency: 'EUR' })).toBe('422 currency_mismatch /currency');
    expect(await ask({ total: { amount: '10.00', currency: 'EUR' } })).toBe('422 currency_mismatch /total/currency');
    expect(await ask({ total: pln('0.00') })).toBe('400 invalid_money /total/amount');
    expect(await ask({ total: pln('10.001') })).toBe('400 invalid_money /total/amount');
    expect(await ask({ total: 10 })).toBe('400 invalid_money /total');
    expect(await ask({ instalments: [instalment('2026-03-16', '4.00'), instalment('2026-04-16', '5.99')] })).toBe(
      '422 invalid_invoice /instalments',
    );
    expect(await ask({ surprise: 1 })).toBe('400 malformed /surprise');
    const withLines = async (line: object) =>
      refusal(await post(api, '/v1/invoices', body({ customer, lines: [{ ...lines[0], ...line }] })));
    expect(await withLines({ taxRate: '-23' })).toBe('422 invalid_invoice /lines/0/taxRate');
    expect(await withLines({ quantity: '-3' })).toBe('422 invalid_invoice /lines');
    expect(await withLines({ quantity: '999999999999999', unitPrice: pln('999999999999999') })).toBe(
      '422 invalid_invoice /lines/0',
    );
    expect(await withLines({ unitPrice: { amount: '1', currency: 'EUR' } })).toBe(
      '422 currency_mismatch /lines/0/unitPrice/currency',
    );
    expect(await withLines({ quantity: 3 })).toBe('400 malformed /lines/0/quantity');
  });

  it('needs a key, which gives the first answer again', async () => {
    const customer = await aCustomer(api);
    const given = body({ customer, total: pln('10.00') });
    expect(refusal(await api.ask('POST', '/v1/invoices', { as: 'finance', body: given }))).toBe(
      '428 idempotency_key_required',
    );
    const key = randomUUID();
    const first = await post(api, '/v1/invoices', given, { key });
    const second = await post(api, '/v1/invoices', given, { key });
    expect([second.status, second.body, second.headers.get('idempotent-replayed')]).toEqual([
      first.status,
      first.body,
      'true',
    ]);
    const other = await post(api, '/v1/invoices', { ...given, total: pln('11.00') }, { key });
    expect(refusal(other)).toBe('422 idempotency_key_reused');
    expect((await got(api, `/v1/invoices?customer=${customer}`))['items']).toHaveLength(1);
  });

  it('is paid at once from what lies unapplied', async () => {
    const customer = await aCustomer(api);
    await aTransfer(api, '25.00', { customer });
    const invoice = await got(api, `/v1/invoices/${await anInvoice(api, customer, '40.00')}`);
    expect(invoice).toMatchObject({ paid: pln('25.00'), remaining: pln('15.00'), state: 'open' });
  });
});

describe('a credit note', () => {
  it('takes a part off, with its share of the tax, and frees what had been paid beyond the rest', async () => {
    const customer = await aCustomer(api);
    const invoice = (
      await posted(
        api,
        '/v1/invoices',
        body({ customer, lines: [{ ...lines[0], quantity: '1', unitPrice: pln('100') }] }),
      )
    )['id'];
    await aTransfer(api, '100.00', { customer });
    const note = await post(api, `/v1/invoices/${invoice}/credit-notes`, {
      amount: pln('61.50'),
      reason: 'half was returned',
    });
    expect(note.status).toBe(202);
    expect(note.body).toMatchObject({
      invoice,
      amount: pln('61.50'),
      net: pln('50.00'),
      tax: pln('11.50'),
      released: pln('38.50'),
    });
    expect(await got(api, `/v1/invoices/${invoice}`)).toMatchObject({
      credited: pln('61.50'),
      paid: pln('61.50'),
      remaining: pln('0.00'),
      state: 'paid',
    });
  });

  it('is refused beyond what is left of the invoice', async () => {
    const customer = await aCustomer(api);
    const invoice = await anInvoice(api, customer, '40.00');
    const credit = async (amount: object, path = invoice) =>
      refusal(await post(api, `/v1/invoices/${path}/credit-notes`, { amount, reason: 'why' }));
    expect(await credit(pln('40.01'))).toBe('422 exceeds_open_amount /amount');
    expect(await credit({ amount: '1.00', currency: 'EUR' })).toBe('422 currency_mismatch /amount/currency');
    expect(await credit(pln('0.00'))).toBe('400 invalid_money /amount/amount');
    expect(await credit(pln('1.00'), 'inv_00000000000000000000000000')).toBe('404 not_found');
    await posted(api, `/v1/invoices/${invoice}/credit-notes`, { amount: pln('40.00'), reason: 'all' });
    expect(await credit(pln('0.01'))).toBe('409 conflict');
  });
});

describe('voiding', () => {
  it('credits all that is left, once', async () => {
    const customer = await aCustomer(api);
    const invoice = await anInvoice(api, customer, '40.00');
    const answer = await post(api, `/v1/invoices/${invoice}/void`, { reason: 'sent by mistake' });
    expect(answer.body).toMatchObject({ state: 'void', credited: pln('40.00'), remaining: pln('0.00') });
    expect(refusal(await post(api, `/v1/invoices/${invoice}/void`, { reason: 'again' }))).toBe('409 conflict');
  });

  it('is done upon the invoice that was read, or not at all', async () => {
    const customer = await aCustomer(api);
    const invoice = await anInvoice(api, customer, '40.00');
    const etag = (await api.ask('GET', `/v1/invoices/${invoice}`)).headers.get('etag') ?? '';
    await aTransfer(api, '1.00', { customer });
    const voiding = { headers: { 'if-match': etag } };
    expect(refusal(await post(api, `/v1/invoices/${invoice}/void`, { reason: 'why' }, voiding))).toBe(
      '412 precondition_failed',
    );
  });
});

describe('a write-off', () => {
  it('up to the limit of the policy is done at once', async () => {
    const customer = await aCustomer(api);
    const invoice = await anInvoice(api, customer, '500.00');
    const answer = await post(api, `/v1/invoices/${invoice}/write-off`, { reason: 'bankrupt' });
    expect(answer.body).toMatchObject({ invoice, amount: pln('500.00'), state: 'done', approval: null });
    expect(await got(api, `/v1/invoices/${invoice}`)).toMatchObject({ state: 'writtenOff', writtenOff: pln('500.00') });
    expect(refusal(await post(api, `/v1/invoices/${invoice}/write-off`, { reason: 'again' }))).toBe('422 nothing_owed');
  });

  it('above the limit waits for a second person, whose approval posts it', async () => {
    const customer = await aCustomer(api);
    const invoice = await anInvoice(api, customer, '500.01');
    const asked = await posted(api, `/v1/invoices/${invoice}/write-off`, { reason: 'bankrupt' });
    expect(asked).toMatchObject({ amount: pln('500.01'), state: 'awaitingApproval' });
    const approval = asked['approval'];
    expect((await got(api, `/v1/invoices/${invoice}`))['state']).toBe('open');
    expect((await got(api, `/v1/approvals?state=open&customer=${customer}`))['items']).toMatchObject([
      {
        id: approval,
        subject: 'writeOff',
        key: invoice,
        amount: pln('500.01'),
        state: 'open',
        askedBy: 'the finance',
        decidedBy: null,
        note: null,
      },
    ]);
    expect(refusal(await post(api, `/v1/invoices/${invoice}/write-off`, { reason: 'again' }))).toBe('409 conflict');

    const decide = { decision: 'approve', note: 'seen the court paper' };
    expect(refusal(await post(api, `/v1/approvals/${approval}/decision`, decide))).toBe('403 four_eyes');
    const decided = await post(api, `/v1/approvals/${approval}/decision`, decide, { as: 'admin' });
    expect(decided.body).toMatchObject({ state: 'approved', decidedBy: 'the admin', note: 'seen the court paper' });
    expect(await got(api, `/v1/invoices/${invoice}`)).toMatchObject({ state: 'writtenOff', remaining: pln('0.00') });
    expect(refusal(await post(api, `/v1/approvals/${approval}/decision`, decide, { as: 'admin' }))).toBe(
      '409 conflict',
    );
  });

  it('that the second person refuses is not done, and may be asked for anew', async () => {
    const customer = await aCustomer(api);
    const invoice = await anInvoice(api, customer, '900.00');
    const { approval } = await posted(api, `/v1/invoices/${invoice}/write-off`, { reason: 'bankrupt' });
    const refused = { decision: 'refuse', note: 'he will pay' };
    expect((await posted(api, `/v1/approvals/${approval}/decision`, refused, { as: 'admin' }))['state']).toBe(
      'refused',
    );
    expect((await got(api, `/v1/invoices/${invoice}`))['state']).toBe('open');
    expect((await posted(api, `/v1/invoices/${invoice}/write-off`, { reason: 'again' }))['approval']).not.toBe(
      approval,
    );
  });

  it('never takes more than the second person was shown', async () => {
    const customer = await aCustomer(api);
    const invoice = await anInvoice(api, customer, '900.00');
    const payment = (await aTransfer(api, '300.00', { customer }))['id'];
    const { approval, amount } = await posted(api, `/v1/invoices/${invoice}/write-off`, { reason: 'rest' });
    expect(amount).toEqual(pln('600.00'));
    await posted(api, `/v1/payments/${payment}/reversal`, { kind: 'return', reason: 'bank' });
    const decide = { decision: 'approve', note: 'yes' };
    expect(refusal(await post(api, `/v1/approvals/${approval}/decision`, decide, { as: 'admin' }))).toBe(
      '409 conflict',
    );
    expect(await got(api, `/v1/invoices/${invoice}`)).toMatchObject({ remaining: pln('900.00') });
  });
});
