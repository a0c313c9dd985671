import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVatRegister } from '../../adapters/vat-register/create-vat-register.ts';
import { erasePersonalData } from '../../db/profiles.ts';
import { newId } from '../../domain/ids.ts';
import { type RegistersSimulator, startRegisters } from '../../simulators/registers/start.ts';
import { lever } from '../simulators/support/levers.ts';
import { startApi, type TestApi } from './support/api.ts';
import { aCustomer } from './support/customers.ts';
import { decidingAtOnce } from './support/living.ts';
import { got, pln, post, posted, refusal } from './support/money.ts';

let registers: RegistersSimulator;
let api: TestApi;
let close: () => Promise<void> = async () => {};
beforeAll(async () => {
  registers = await startRegisters();
  const vatRegister = createVatRegister({ url: registers.url });
  api = await startApi({ lifecycle: decidingAtOnce(), vatRegister }, (end) => {
    close = async () => {
      await end();
      await vatRegister.close();
      await registers.stop();
    };
  });
});
afterAll(() => close());

const utcDay = () => new Date().toISOString().slice(0, 10);
const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Warsaw' }).format(Date.now());
const of = (customer: string, more = '') => `/v1/customers/${customer}${more}`;
const evidence = (customer: string) => of(customer, '/verification-evidence');
const patched = async (path: string, body: object): Promise<void> => {
  const answer = await api.ask('PATCH', path, { body });
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
};
const tasksOf = async (customer: string): Promise<string[]> =>
  (await got(api, `/v1/tasks?customer=${customer}`))['items'].map((task: { key: string }) => task.key);
const extract = {
  kind: 'registerExtract',
  on: '2026-01-10',
  source: 'KRS',
  reference: '0000012345',
  outcome: 'passed',
  registeredOn: '2010-02-03',
};

describe('evidence', () => {
  it('is kept with day, source, reference, outcome, who, and the digest of its document, which outlives an erasure', async () => {
    const customer = await aCustomer(api);
    const bytes = Buffer.from('an extract');
    const document = { mediaType: 'application/pdf', base64: bytes.toString('base64') };
    const made = await posted(api, evidence(customer), { ...extract, document }, { as: 'analyst' });
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    expect(made).toMatchObject({ ...extract, by: 'the analyst', documentSha256: digest, document });
    const { items } = await got(api, evidence(customer));
    expect(items).toMatchObject([{ id: made['id'], source: 'KRS', documentSha256: digest }]);
    await api.db.transaction().execute((trx) => erasePersonalData(trx, customer, Date.now()));
    expect(await got(api, `/v1/verification-evidence/${made['id']}`)).toMatchObject({
      source: null,
      reference: null,
      document: null,
      documentSha256: digest,
      outcome: 'passed',
    });
  });

  it('of a call back names the register extract from which the number was taken, of the same customer', async () => {
    const [customer, other] = [await aCustomer(api), await aCustomer(api)];
    const call = { kind: 'callBack', on: '2026-01-11', source: 'Jan Kowalski, president', outcome: 'passed' };
    expect(refusal(await post(api, evidence(customer), call, { as: 'analyst' }))).toBe('400 malformed /numberFrom');
    const foreign = await posted(api, evidence(other), extract, { as: 'analyst' });
    const wrong = await post(api, evidence(customer), { ...call, numberFrom: foreign['id'] }, { as: 'analyst' });
    expect(refusal(wrong)).toBe('422 unknown_reference /numberFrom');
    const own = await posted(api, evidence(customer), extract, { as: 'analyst' });
    expect(await posted(api, evidence(customer), { ...call, numberFrom: own['id'] }, { as: 'analyst' })).toMatchObject({
      kind: 'callBack',
      reference: own['id'],
    });
  });

  it('of tomorrow, by a collector, or with a registration day of something else is refused', async () => {
    const customer = await aCustomer(api);
    const refused = async (body: object, as: 'analyst' | 'collector' = 'analyst') =>
      refusal(await post(api, evidence(customer), { ...extract, ...body }, { as }));
    expect(await refused({ on: '2999-01-01' })).toBe('422 future_effective_day');
    expect(await refused({}, 'collector')).toBe('403 role_required');
    expect(await refused({ kind: 'creditReport' })).toBe('400 malformed /registeredOn');
  });

  it('comes from VIES with its request id; another name is unclear, an invalid number has failed, none is refused', async () => {
    await lever(registers.url, 'PUT', 'vat-numbers/PL7010000000', { name: 'FABRIKAM SPÓŁKA Z O.O.' });
    const check = (taxId: string) => async () => {
      const customer = await aCustomer(api, { taxId, name: 'Fabrikam Sp. z o.o.' });
      return await post(api, `${evidence(customer)}/vat-check`, {}, { as: 'analyst' });
    };
    // The register's own day, in UTC: late in the evening the customer's is the next.
    const asked = utcDay();
    const passed = await check('PL 701-000-00-00')();
    expect([passed.status, passed.body]).toMatchObject([
      201,
      { kind: 'vatRegister', source: 'VIES', outcome: 'passed', reference: null },
    ]);
    expect([asked, utcDay()]).toContain(passed.body['on']);
    expect(JSON.parse(Buffer.from(passed.body['document'].base64, 'base64').toString())).toMatchObject({ valid: true });
    const seller = (await got(api, '/v1/sellers'))['items'][0];
    await patched(`/v1/sellers/${seller.id}`, { taxId: 'PL5260001246' });
    expect((await check('7010000000')()).body['reference']).toMatch(/^WAPI/);
    await lever(registers.url, 'PUT', 'vat-numbers/PL7010000002', { name: 'SOMEBODY ELSE' });
    expect((await check('7010000002')()).body['outcome']).toBe('unclear');
    await lever(registers.url, 'PUT', 'vat-numbers/PL7010000003', { valid: false });
    expect((await check('7010000003')()).body['outcome']).toBe('failed');
    expect(refusal(await check('12')())).toBe('422 no_vat_number');
    await lever(registers.url, 'POST', 'faults', { kind: 'refuse', code: 'MS_UNAVAILABLE' });
    expect(refusal(await check('7010000000')())).toBe('502 gateway_failed');
  });

  it('that the policy asks for keeps the verification open until it is there', async () => {
    const steps = [{ key: 'reminder', kind: 'notice', after: { days: 3, from: 'due' } }];
    const onboarding = { requires: ['verification'], evidence: ['registerExtract'] };
    await posted(api, '/v1/policies', { key: 'strict', currency: 'PLN', steps, onboarding });
    await posted(api, '/v1/policies/strict/versions/1/activation', { openCases: 'freeze' });
    const customer = await aCustomer(api, { policy: 'strict' });
    const passed = await posted(
      api,
      of(customer, '/onboarding/verification'),
      { outcome: 'passed', checkedBy: 'Anna' },
      { as: 'operator' },
    );
    expect(passed['requirements']).toMatchObject([{ state: 'open', detail: 'missing: registerExtract' }]);
    await posted(api, evidence(customer), extract, { as: 'analyst' });
    expect((await got(api, of(customer)))['phase']).toBe('active');
  });
});

describe('the file of a customer', () => {
  it('says who it is, what it needs, what was accepted, its tier with reasons, and its next review', async () => {
    const customer = await aCustomer(api, { legalStatus: 'company', registrationNumber: '0000012345' });
    await posted(api, of(customer, '/onboarding/budget'), { monthly: pln('1000.00') }, { as: 'operator' });
    const needs = {
      purpose: 'office work and a web shop',
      expectedServices: ['Microsoft.Compute'],
      expectedRegions: ['polandcentral'],
      monthlySpend: pln('800.00'),
      contactsCheckedOn: today,
    };
    await posted(api, of(customer, '/kyc'), needs, { as: 'operator' });
    await posted(api, of(customer, '/kyc'), { expectedServices: ['Microsoft.Web'] }, { as: 'operator' });
    const aup = { document: 'acceptableUse', version: '2026-01', on: today, by: 'Jan Kowalski' };
    await posted(api, of(customer, '/kyc/documents'), aup, { as: 'operator' });
    const file = await got(api, of(customer, '/kyc'));
    expect(file).toMatchObject({
      ...needs,
      expectedServices: ['Microsoft.Web'],
      monthlyBudget: pln('1000.00'),
      documents: [{ document: 'acceptableUse', version: '2026-01', on: today }],
      risk: { tier: 'low', reasons: ['identityUnverified'], terms: { prepaymentTimes: 1, orders: 'none' } },
      review: { lastOn: null, because: 'yearly' },
      screening: null,
      deviations: [],
    });
    const facts = await api.db.selectFrom('fact').select('body').where('customer_id', '=', customer).execute();
    expect(JSON.stringify(facts)).not.toContain('Kowalski');
  });

  it('keeps a review, which closes what asked for it; a concern grades the customer up until a person clears it', async () => {
    const customer = await aCustomer(api);
    const review = { outcome: 'concern', note: 'nobody answers the phone' };
    expect(refusal(await post(api, of(customer, '/kyc/reviews'), review, { as: 'finance' }))).toBe('403 role_required');
    const file = await posted(api, of(customer, '/kyc/reviews'), review, { as: 'analyst' });
    expect([file['review'].lastOn, file['risk']]).toMatchObject([
      today,
      { tier: 'medium', reasons: ['reviewConcern', 'identityUnverified'] },
    ]);
    const cleared = { circumstance: 'reviewConcern', state: 'cleared', note: 'reached' };
    expect((await posted(api, of(customer, '/kyc/circumstances'), cleared, { as: 'analyst' }))['risk'].tier).toBe(
      'low',
    );
    expect(refusal(await post(api, of(customer, '/kyc/circumstances'), cleared, { as: 'analyst' }))).toBe(
      '409 conflict',
    );
  });

  it('notes that who it is has changed, and not that something missing was filled in', async () => {
    const customer = await aCustomer(api);
    await patched(of(customer), { taxId: 'PL5260001246' });
    expect((await got(api, of(customer, '/kyc')))['deviations']).toEqual([]);
    await patched(of(customer), { name: 'Northwind', taxId: 'PL7010000000' });
    expect((await got(api, of(customer, '/kyc')))['deviations']).toMatchObject([
      { kind: 'masterData', subject: 'name, taxId', on: today },
    ]);
  });
});

describe('what two customers share', () => {
  const address = { kind: 'registered', lines: ['ul. Żółwia 7/2'], postalCode: '00-001', city: 'Łódź', country: 'PL' };

  it('is noted of the second, graded, and put before a person; the audit holds ids and nothing of what it is', async () => {
    const one = await aCustomer(api, { addresses: [address] });
    const two = await aCustomer(api, { addresses: [{ ...address, lines: ['Zolwia 7 / 2'], city: 'LODZ' }] });
    expect([await tasksOf(one), await tasksOf(two)]).toEqual([[], [`sharedAddress/${one}`]]);
    const device = { device: 'browser 4711', automated: true, secondFactor: false };
    await posted(api, of(one, '/kyc/sign-up'), { ...device, automated: false }, { as: 'operator' });
    const file = await posted(api, of(two, '/kyc/sign-up'), device, { as: 'operator' });
    expect(file['risk']).toMatchObject({
      tier: 'high',
      reasons: ['sharedDevice', 'automatedSignUp', 'identityUnverified', 'sharedAddress'],
      terms: { prepaymentTimes: 2, orders: 'fourEyes' },
    });
    const audit = await api.db.selectFrom('audit_event').select('body').where('chain', '=', two).execute();
    expect(JSON.stringify(audit)).not.toMatch(/4711|wia 7|LODZ/i);
    const tiers = (await got(api, '/v1/customers?q=Fabrikam'))['items'].length;
    expect(tiers).toBeGreaterThan(1);
    const [row] = await api.db.selectFrom('customer').select('risk_tier').where('id', '=', two).execute();
    expect(row).toEqual({ risk_tier: 'high' });
  });

  it('may be the account that money comes from; money of somebody else is taken, and a person is asked', async () => {
    const [one, two] = [
      await aCustomer(api, { name: 'Contoso Sp. z o.o.' }),
      await aCustomer(api, { name: 'Northwind SA' }),
    ];
    const pay = (customer: string, payer: object) =>
      posted(api, '/v1/payments', {
        customer,
        amount: pln('10.00'),
        method: 'bankTransfer',
        receivedOn: today,
        externalId: newId('pay', { now: Date.now(), random: new Uint8Array(10).map(() => Math.random() * 256) }),
        payer,
      });
    await pay(one, { name: 'CONTOSO SPÓŁKA Z O. O.', account: 'PL61 1090 1014 0000 0712 1981 2874' });
    expect(await tasksOf(one)).toEqual([]);
    const { id } = await pay(two, { name: 'Contoso sp zoo', account: 'PL61109010140000071219812874' });
    expect((await tasksOf(two)).toSorted()).toEqual([`sharedBankAccount/${one}`, `thirdPartyPayer/${id}`]);
    expect((await got(api, of(two)))['balance'].unapplied).toEqual(pln('10.00'));
  });
});

describe('what a customer tells us beforehand', () => {
  const project = {
    kind: 'region',
    subject: 'brazilsouth',
    daily: { amount: '400.00', currency: 'PLN' },
    from: '2026-03-01',
    until: '2026-03-31',
    note: 'Their IT manager, by telephone.',
  };

  it('is in its file, and is withdrawn once', async () => {
    const customer = await aCustomer(api);
    const file = await posted(api, of(customer, '/kyc/agreed-uses'), project, { as: 'analyst' });
    const { note: _, ...shown } = project;
    expect(file['agreedUses']).toMatchObject([{ ...shown, by: 'the analyst', withdrawnAt: null }]);
    const admin = { kind: 'administrator', subject: '5d3b2f8e', from: '2026-03-01', until: '2026-03-02' };
    await posted(api, of(customer, '/kyc/agreed-uses'), admin, { as: 'operator' });
    const path = of(customer, `/kyc/agreed-uses/${file['agreedUses'][0].id}/withdrawal`);
    const after = await posted(api, path, {}, { as: 'analyst' });
    expect(after['agreedUses']).toMatchObject([{ withdrawnAt: expect.any(String) }, { ...admin, daily: null }]);
    expect(refusal(await post(api, path, {}, { as: 'analyst' }))).toBe('409 conflict');
    const other = await aCustomer(api);
    const foreign = of(other, `/kyc/agreed-uses/${file['agreedUses'][0].id}/withdrawal`);
    expect(refusal(await post(api, foreign, {}, { as: 'analyst' }))).toBe('404 not_found');
  });

  it.each([
    [
      'a sum in another currency',
      { daily: { amount: '1.00', currency: 'EUR' } },
      '422 currency_mismatch /daily/currency',
    ],
    ['an end before its beginning', { until: '2026-02-28' }, '400 malformed /until'],
    ['more than a year', { until: '2027-03-31' }, '400 malformed /until'],
    ['no day', { until: 'soon' }, '400 malformed /until'],
    ['no sum', { daily: undefined }, '400 invalid_money /daily'],
    ['a sum for an administrator', { kind: 'administrator' }, '400 malformed /daily'],
  ])('is refused with %s', async (_, change, answer) => {
    const customer = await aCustomer(api);
    const body = { ...project, ...change };
    expect(refusal(await post(api, of(customer, '/kyc/agreed-uses'), body, { as: 'analyst' }))).toBe(answer);
  });
});
