import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { generateBook } from '../../../cli/book/generate-book.ts';
import { keepFile } from '../../../db/import-files.ts';
import { insertImport, keepImportRows } from '../../../db/imports.ts';
import { createTestDatabase } from '../../support/database.ts';
import { type Answered, sharedApi, startApi, type TestApi } from '../support/api.ts';

const HEADER =
  'countryCode,customerID,PaperlessDate,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,Disputed,SettledDate';
let books = 0;
/** Customers and numbers of a test of its own, so that tests do not get in each other's way. */
const names = () => `${(books += 1)}`;
const line = (customer: string, invoice: string, { amount = '55.94', disputed = 'No', settled = '1/15/2013' } = {}) =>
  `391,${customer},,${invoice},1/2/2013,2/1/2013,${amount},${disputed},${settled}`;

const api = sharedApi();

interface Sending {
  readonly fields?: Readonly<Record<string, string>>;
  readonly key?: string;
  readonly role?: 'operator' | 'finance';
  readonly fileFirst?: boolean;
}

async function send(
  to: TestApi,
  csv: string,
  { fields = {}, key, role = 'operator', fileFirst = false }: Sending = {},
) {
  const form = new FormData();
  const file = () => form.append('file', new Blob([csv], { type: 'text/csv' }), 'book.csv');
  if (fileFirst) file();
  for (const [name, value] of Object.entries({ kind: 'receivables', preset: 'ibm-receivables', ...fields }))
    form.append(name, value);
  if (!fileFirst) file();
  const answer = await fetch(`${to.url}/v1/imports`, {
    method: 'POST',
    headers: { authorization: `Bearer ${to.tokens[role]}`, ...(key === undefined ? {} : { 'idempotency-key': key }) },
    body: form,
  });
  const body = (await answer.json()) as Answered['body'];
  return { status: answer.status, headers: answer.headers, body };
}

describe('POST /v1/imports', () => {
  it('takes in customers, invoices and payments, in whatever order the parts of the form come', async () => {
    const [a, b] = [`A${names()}`, `B${names()}`];
    const csv = [HEADER, line(a, `0${a}`), line(b, `0${b}`, { settled: '' }), line(a, `1${a}`)].join('\n');
    const { status, headers, body } = await send(api(), csv, { fileFirst: true });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      state: 'done',
      rows: 3,
      imported: 3,
      skipped: 0,
      refused: 0,
      errors: [],
      problem: null,
    });
    expect(headers.get('location')).toBe(`/v1/imports/${body['id']}`);
    expect(headers.get('etag')).toMatch(/^"/);

    const customer = await api().ask('GET', `/v1/customers/ext:${a}`);
    expect(customer.body).toMatchObject({
      name: a,
      country: 'PL',
      currency: 'PLN',
      timeZone: 'Europe/Warsaw',
      legalStatus: 'company',
      terms: { suspensionClause: true, minimumNoticeDays: 7 },
      contacts: [],
      balance: { open: { amount: '0.00' } },
    });
    const invoices = await api().ask('GET', `/v1/invoices?customer=ext:${a}`);
    expect(invoices.body['items'].map((one: Answered['body']) => [one['number'], one['state'], one['dueOn']])).toEqual([
      [`0${a}`, 'paid', '2013-02-01'],
      [`1${a}`, 'paid', '2013-02-01'],
    ]);
    const payments = await api().ask('GET', `/v1/payments?customer=ext:${a}`);
    expect(payments.body['items'].map((one: Answered['body']) => one['receivedOn'])).toEqual([
      '2013-01-15',
      '2013-01-15',
    ]);
    const owing = await api().ask('GET', `/v1/customers/ext:${b}`);
    expect(owing.body['balance']).toMatchObject({ open: { amount: '55.94' }, overdue: { amount: '55.94' } });
  });

  it('changes nothing when the same file comes twice, and takes in what a later file adds', async () => {
    const a = `A${names()}`;
    const csv = [HEADER, line(a, `0${a}`), line(a, `1${a}`, { settled: '' })].join('\n');
    await send(api(), csv);
    expect((await send(api(), csv)).body).toMatchObject({ state: 'done', rows: 2, imported: 0, skipped: 2 });
    const later = [HEADER, line(a, `0${a}`), line(a, `1${a}`), line(a, `2${a}`)].join('\n');
    expect((await send(api(), later)).body).toMatchObject({ rows: 3, imported: 2, skipped: 1 });
    const payments = await api().ask('GET', `/v1/payments?customer=ext:${a}`);
    expect(payments.body['items']).toHaveLength(3);
  });

  it('reports every bad row by its number and column, all or nothing, and takes in the rest', async () => {
    const a = `A${names()}`;
    const never = `N${names()}`;
    const csv = [
      HEADER,
      line(a, `0${a}`),
      line(a, `1${a}`, { amount: '55,94' }),
      line(a, `0${a}`, { amount: '10.00' }),
      line(a, `2${a}`, { settled: '1/15/2113' }),
      line(never, `0${never}`, { settled: '1/15/2113' }),
      line('', `3${a}`),
    ].join('\n');
    const { body } = await send(api(), csv.replaceAll('55,94', '"55,94"'));
    expect(body).toMatchObject({ state: 'done', rows: 6, imported: 1, skipped: 0, refused: 5 });
    expect(body['errors'].map((one: Answered['body']) => [one['row'], one['column'], one['code']])).toEqual([
      [2, 'InvoiceAmount', 'invalid_money'],
      [3, 'invoiceNumber', 'duplicate_invoice_number'],
      [4, 'SettledDate', 'future_value_date'],
      [5, 'SettledDate', 'future_value_date'],
      [6, 'customerID', 'malformed'],
    ]);
    expect((await api().ask('GET', `/v1/customers/ext:${never}`)).status).toBe(404);
    const invoices = await api().ask('GET', `/v1/invoices?customer=ext:${a}`);
    expect(invoices.body['items']).toHaveLength(1);
  });

  it('opens a dispute where the book says that an invoice is disputed and still owed', async () => {
    const a = `A${names()}`;
    await send(
      api(),
      [HEADER, line(a, `0${a}`, { disputed: 'Yes', settled: '' }), line(a, `1${a}`, { disputed: 'Yes' })].join('\n'),
    );
    const { body } = await api().ask('GET', `/v1/customers/ext:${a}`);
    expect(body['balance']).toMatchObject({ open: { amount: '55.94' }, disputed: { amount: '55.94' } });
  });

  it('reads a file of another kind with a mapping, a format and defaults', async () => {
    const a = `A${names()}`;
    const csv = `Kontrahent;Numer;Wystawiono;Termin;Kwota;Poczta\n${a};FV/${a};5.1.2024;19.1.2024;1240,50;ksiegowosc@example.test\n`;
    const { status, body } = await send(api(), csv, {
      fields: {
        preset: 'ibm-receivables',
        mapping: JSON.stringify({
          customer: 'Kontrahent',
          invoice: 'Numer',
          issuedOn: 'Wystawiono',
          dueOn: 'Termin',
          amount: 'Kwota',
          email: 'Poczta',
        }),
        format: JSON.stringify({ delimiter: ';', days: 'day.month.year', decimalMark: ',' }),
        defaults: JSON.stringify({
          country: 'DE',
          currency: 'EUR',
          timeZone: 'Europe/Berlin',
          legalStatus: 'soleTrader',
        }),
      },
    });
    expect(status, JSON.stringify(body)).toBe(201);
    expect(body).toMatchObject({ imported: 1, errors: [] });
    const customer = await api().ask('GET', `/v1/customers/ext:${a}`);
    expect(customer.body).toMatchObject({
      country: 'DE',
      currency: 'EUR',
      legalStatus: 'soleTrader',
      contacts: [{ role: 'billing', email: 'ksiegowosc@example.test' }],
      balance: { open: { amount: '1240.50', currency: 'EUR' } },
    });
  });

  it('answers the same key with the first import, and refuses it for another file', async () => {
    const a = `A${names()}`;
    const csv = [HEADER, line(a, `0${a}`)].join('\n');
    const key = `import-${a}`;
    const first = await send(api(), csv, { key });
    const again = await send(api(), csv, { key });
    expect(again.status).toBe(201);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    const other = await send(api(), `${csv}\n${line(a, `1${a}`)}`, { key });
    expect([other.status, other.body['code']]).toEqual([422, 'idempotency_key_reused']);
    expect((await api().ask('GET', `/v1/invoices?customer=ext:${a}`)).body['items']).toHaveLength(1);
  });

  it.each<[string, string, Sending, number, string]>([
    ['a file with another header', 'customer,amount\nA,5\n', {}, 422, 'invalid_import'],
    ['an empty file', '', {}, 422, 'invalid_import'],
    ['an unknown kind', HEADER, { fields: { kind: 'contracts' } }, 400, 'malformed'],
    ['an unknown field', HEADER, { fields: { colour: 'blue' } }, 400, 'malformed'],
    ['a mapping that is no JSON', HEADER, { fields: { mapping: '{' } }, 400, 'malformed'],
    ['a mapping of an unknown field', HEADER, { fields: { mapping: '{"shoeSize":"X"}' } }, 400, 'malformed'],
    ['an unknown seller', HEADER, { fields: { seller: 'nobody' } }, 422, 'unknown_reference'],
    ['a role that may not', HEADER, { role: 'finance' }, 403, 'role_required'],
  ])('refuses %s, and keeps nothing of it', async (_what, csv, sending, status, code) => {
    const answer = await send(api(), csv, sending);
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
    expect(await api().db.selectFrom('import_chunk').selectAll().execute()).toEqual([]);
  });

  it('refuses a request that is no form, and one whose file is missing', async () => {
    const json = await api().ask('POST', '/v1/imports', { as: 'operator', body: { kind: 'receivables' } });
    expect(json.status).toBe(415);
    const form = new FormData();
    form.append('kind', 'receivables');
    const headers = { authorization: `Bearer ${api().tokens.operator}` };
    const answer = await fetch(`${api().url}/v1/imports`, { method: 'POST', headers, body: form });
    expect(await answer.json()).toMatchObject({ code: 'malformed', errors: [{ pointer: '/file' }] });
  });

  it('takes a whole book, forgets the file, and can be asked about by its address', async () => {
    const csv = generateBook({ customers: 20, from: '2012-01-03', to: '2013-06-30', seed: 'import' });
    const rows = csv.trim().split('\n').length - 1;
    const { body } = await send(api(), csv);
    expect(body).toMatchObject({ state: 'done', rows, imported: rows, refused: 0 });
    expect((await api().ask('GET', `/v1/imports/${body['id']}`)).body).toEqual(body);
    expect(await api().db.selectFrom('import_chunk').selectAll().execute()).toEqual([]);
    expect((await api().ask('GET', '/v1/imports/imp_unknown')).status).toBe(404);
  });
});

describe('an import that was cut off', () => {
  it('is taken up by the next process, and what was done before is not done again', async () => {
    const database = await createTestDatabase();
    const first = await startApi({ database });
    const seller = await first.db.selectFrom('seller').select('id').executeTakeFirstOrThrow();
    const [id, a, b] = ['imp_00000000000000000000000000', `A${names()}`, `B${names()}`];
    const csv = [HEADER, line(a, `0${a}`), line(b, `0${b}`), line(a, `1${a}`)].join('\n');
    const hash = createHash('sha256').update(csv);
    await keepFile(first.db, id, Readable.from([Buffer.from(csv)]), { wallNow: Date.now(), onBytes: () => {} });
    await insertImport(first.db, {
      id,
      kind: 'receivables',
      fileSha256: hash.digest(),
      options: { kind: 'receivables', preset: 'ibm-receivables' },
      actor: 'the operator',
      sellerId: seller.id,
      wallNow: Date.now(),
    });
    await keepImportRows(first.db, id, [{ row: 2, state: 'imported', errors: [] }]);

    const second = await startApi({ database });
    const read = async () => (await second.ask('GET', `/v1/imports/${id}`)).body;
    await expect.poll(async () => (await read())['state'], { timeout: 20_000 }).toBe('done');
    expect(await read()).toMatchObject({ rows: 3, imported: 3 });
    expect((await second.ask('GET', `/v1/invoices?customer=ext:${a}`)).body['items']).toHaveLength(2);
    // Its row was done before the crash as far as the import knows, so nobody looks at it again.
    expect((await second.ask('GET', `/v1/customers/ext:${b}`)).status).toBe(404);
  });
});
