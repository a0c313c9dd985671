import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { sharedApi, type TestApi } from './support/api.ts';
import { aCustomer } from './support/customers.ts';
import { anInvoice, got, post, posted, refusal } from './support/money.ts';

const theApi = sharedApi();
let api: TestApi;
beforeAll(() => {
  api = theApi();
});

const address = { kind: 'registered', lines: ['ul. Prosta 1'], postalCode: '00-001', city: 'Warszawa', country: 'PL' };
const iban = 'PL61109010140000071219812874';
const aSeller = () => ({
  key: `s-${randomUUID()}`,
  name: 'Fabrikam Sp. z o.o.',
  taxId: 'PL5260001246',
  addresses: [address],
  bankAccounts: [
    { iban, bic: 'WBKPPLPP', currency: 'PLN' },
    { iban, currency: 'EUR' },
  ],
  numberSeries: { invoice: 'FV/{number}/{year}' },
  timeZone: 'Europe/Warsaw',
});
const change = (path: string, body: object, headers: Record<string, string> = {}) =>
  api.ask('PATCH', path, { as: 'finance', body, headers });

describe('a seller', () => {
  it('of the name default is there from the beginning', async () => {
    const seller = await got(api, '/v1/sellers/default');
    expect(seller).toMatchObject({ key: 'default' });
    expect(await got(api, `/v1/sellers/${seller['id']}`)).toEqual(seller);
    expect(await got(api, '/v1/sellers/ext:default')).toEqual(seller);
  });

  it('is made whole, found by key, and listed', async () => {
    const body = aSeller();
    const made = await post(api, '/v1/sellers', body);
    expect(made.status).toBe(201);
    const [first, second] = body.bankAccounts;
    expect(made.body).toMatchObject({ ...body, bankAccounts: [first, { ...second, bic: null }] });
    expect(await got(api, `/v1/sellers/${body.key}`)).toEqual(made.body);
    const page = await got(api, '/v1/sellers?limit=1');
    const next = await got(api, `/v1/sellers?limit=200&cursor=${page['nextCursor']}`);
    expect([...page['items'], ...next['items']]).toContainEqual(made.body);
  });

  it('uses each invoice number once, whatever others use', async () => {
    const { key } = await posted(api, '/v1/sellers', aSeller());
    const number = `FV/${randomUUID()}`;
    const today = { issuedOn: '2026-03-02', dueOn: '2026-03-16' };
    await anInvoice(api, await aCustomer(api), '1.00', { number, ...today });
    await anInvoice(api, await aCustomer(api, { seller: key }), '1.00', { number, ...today });
    const again = {
      customer: await aCustomer(api, { seller: key }),
      number,
      currency: 'PLN',
      total: { amount: '1.00', currency: 'PLN' },
      ...today,
    };
    expect(refusal(await post(api, '/v1/invoices', again))).toBe('422 duplicate_invoice_number');
    expect(refusal(await api.ask('GET', `/v1/invoices/ext:${encodeURIComponent(number)}`))).toBe('409 conflict');
  });

  it('is changed in what is given, null erases, and a stale change is refused', async () => {
    const body = aSeller();
    const made = await post(api, '/v1/sellers', body);
    const path = `/v1/sellers/${body.key}`;
    const etag = made.headers.get('etag') ?? '';
    const changed = await change(path, { name: 'Fabrikam S.A.', taxId: null, bankAccounts: [] }, { 'if-match': etag });
    expect([changed.status, changed.body]).toEqual([
      200,
      { ...made.body, name: 'Fabrikam S.A.', taxId: null, bankAccounts: [] },
    ]);
    expect(refusal(await change(path, { name: 'Stale' }, { 'if-match': etag }))).toBe('412 precondition_failed');
    const all = { taxId: 'PL1', addresses: [], numberSeries: {}, timeZone: 'Europe/Berlin' };
    expect((await change(path, all)).body).toMatchObject({ ...all, name: 'Fabrikam S.A.' });
  });

  it('is refused with the code of the rule', async () => {
    const body = aSeller();
    await posted(api, '/v1/sellers', body);
    const ask = async (more: object) => refusal(await post(api, '/v1/sellers', { ...aSeller(), ...more }));
    expect(await ask({ key: body.key })).toBe('409 conflict /key');
    expect(await ask({ key: 'Not A Key' })).toBe('400 malformed /key');
    expect(await ask({ timeZone: '+01:00' })).toBe('400 malformed /timeZone');
    expect(await ask({ bankAccounts: [{ iban: 'PL61 1090', currency: 'PLN' }] })).toBe(
      '400 malformed /bankAccounts/0/iban',
    );
    expect(refusal(await change(`/v1/sellers/${body.key}`, {}))).toBe('400 malformed');
    expect(refusal(await change('/v1/sellers/nobody', { name: 'X' }))).toBe('404 not_found');
    expect(refusal(await api.ask('GET', '/v1/sellers/nobody'))).toBe('404 not_found');
    expect(refusal(await post(api, '/v1/sellers', aSeller(), { as: 'operator' }))).toBe('403 role_required');
  });

  it('is made once for one key of the request, and stands in the audit', async () => {
    const body = aSeller();
    const key = randomUUID();
    const [first, second] = [
      await post(api, '/v1/sellers', body, { key }),
      await post(api, '/v1/sellers', body, { key }),
    ];
    expect([second.status, second.body, second.headers.get('idempotent-replayed')]).toEqual([201, first.body, 'true']);
    const rows = await api.db
      .selectFrom('audit_event')
      .select('body')
      .where('chain', '=', 'system')
      .where('kind', '=', 'seller.created')
      .execute();
    expect(rows.filter((row) => row.body['seller'] === first.body['id'])).toHaveLength(1);
  });
});
