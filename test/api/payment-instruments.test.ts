import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { startApi, type TestApi } from './support/api.ts';
import { aCustomer } from './support/customers.ts';
import { sharedApiWithGateway } from './support/gateway.ts';
import { decidingAtOnce } from './support/living.ts';
import { got, post, posted, refusal } from './support/money.ts';

const shared = sharedApiWithGateway({ lifecycle: decidingAtOnce() });
let api: TestApi;
beforeAll(() => {
  ({ api } = shared());
});

const path = (customer: string) => `/v1/customers/${customer}/payment-instruments`;
const factsOf = (customer: string) =>
  api.db
    .selectFrom('fact')
    .select('body')
    .where('customer_id', '=', customer)
    .where('kind', '=', 'instrument.recorded')
    .orderBy('version')
    .execute();
const requirementOf = async (customer: string) =>
  (await got(api, `/v1/customers/${customer}/onboarding`))['requirements'].find(
    (one: { key: string }) => one.key === 'paymentInstrument',
  );

describe('a payment instrument', () => {
  it.each(['credit', 'debit'] as const)('on a %s card is accepted', async (funding) => {
    const customer = await aCustomer(api);
    const gatewayPaymentMethod = await shared().card(funding);
    const answer = await post(api, path(customer), { gatewayPaymentMethod });
    expect([answer.status, answer.body]).toEqual([
      201,
      expect.objectContaining({ funding, state: 'accepted', gatewayPaymentMethod }),
    ]);
    expect((await requirementOf(customer))['state']).toBe('met');
    expect((await got(api, path(customer)))['items']).toMatchObject([{ id: answer.body['id'], state: 'accepted' }]);
    const again = await post(api, path(customer), { gatewayPaymentMethod });
    expect(refusal(again)).toBe('409 conflict');
  });

  it('on a prepaid card is refused by the word of the processor, recorded as refused, and audited', async () => {
    const customer = await aCustomer(api);
    const body = { gatewayPaymentMethod: await shared().card('prepaid') };
    const key = randomUUID();
    const answer = await post(api, path(customer), body, { key });
    expect(refusal(answer)).toBe('422 high_risk_instrument');
    const replayed = await post(api, path(customer), body, { key });
    expect([refusal(replayed), replayed.headers.get('idempotent-replayed')]).toEqual([
      '422 high_risk_instrument',
      'true',
    ]);
    expect(refusal(await post(api, path(customer), body))).toBe('422 high_risk_instrument');
    expect((await factsOf(customer)).map((fact) => fact.body)).toMatchObject([
      { funding: 'prepaid', state: 'refused' },
    ]);
    expect((await requirementOf(customer))['state']).toBe('refused');
    const audited = await api.db
      .selectFrom('audit_event')
      .select('body')
      .where('chain', '=', customer)
      .where('kind', '=', 'instrument.refused')
      .execute();
    expect(audited).toMatchObject([{ body: { code: 'high_risk_instrument', funding: 'prepaid' } }]);
  });

  it('of unknown funding waits for a person, who decides', async () => {
    const customer = await aCustomer(api);
    const made = await posted(api, path(customer), { gatewayPaymentMethod: await shared().card('unknown') });
    expect(made).toMatchObject({ funding: 'unknown', state: 'review' });
    const tasks = async (open: boolean) =>
      (
        await api.db
          .selectFrom('task')
          .select('key')
          .where('customer_id', '=', customer)
          .where('open', '=', open)
          .execute()
      ).map((task) => task.key);
    expect(await tasks(true)).toEqual([`reviewInstrument/${made['id']}`]);
    const review = `/v1/payment-instruments/${made['id']}/review`;
    expect(refusal(await post(api, review, { outcome: 'accepted', note: 'x' }, { as: 'collector' }))).toBe(
      '403 role_required',
    );
    const reviewed = await posted(api, review, { outcome: 'accepted', note: 'statement seen' }, { as: 'analyst' });
    expect(reviewed['state']).toBe('accepted');
    expect([await tasks(true), await tasks(false)]).toEqual([[], [`reviewInstrument/${made['id']}`]]);
    expect((await requirementOf(customer))['state']).toBe('met');
    expect(refusal(await post(api, review, { outcome: 'refused', note: 'y' }))).toBe('409 conflict');
  });

  it('of which the gateway knows nothing is refused, and recorded nowhere', async () => {
    const customer = await aCustomer(api);
    const ask = async (body: object, of = customer) => refusal(await post(api, path(of), body));
    expect(await ask({ gatewayPaymentMethod: 'pm_nothing' })).toBe('422 unknown_reference /gatewayPaymentMethod');
    expect(await ask({ gatewayPaymentMethod: '' })).toBe('400 malformed /gatewayPaymentMethod');
    expect(await ask({ gatewayPaymentMethod: 'pm_card_visa' }, 'ext:nobody')).toBe('404 not_found');
    expect(
      refusal(
        await post(api, '/v1/payment-instruments/ins_00000000000000000000000000/review', {
          outcome: 'accepted',
          note: 'x',
        }),
      ),
    ).toBe('404 not_found');
    expect(await factsOf(customer)).toEqual([]);
  });

  it('cannot be judged while the gateway is away: the same key works later', async () => {
    const customer = await aCustomer(api);
    const { pull, card } = shared();
    const body = { gatewayPaymentMethod: await card('credit') };
    const key = randomUUID();
    const { id } = await pull<{ id: string }>('POST', 'faults', { kind: 'status', status: 503, times: 1 });
    expect(id).toBeDefined();
    expect(refusal(await post(api, path(customer), body, { key }))).toBe('502 gateway_failed');
    expect((await post(api, path(customer), body, { key })).status).toBe(201);
    const away = await startApi();
    const stranger = await aCustomer(away);
    expect(refusal(await post(away, path(stranger), body))).toBe('502 gateway_failed');
  });

  it('leaves a digest by which one card is known again', async () => {
    const [first, second] = [await aCustomer(api), await aCustomer(api)];
    for (const customer of [first, second]) await posted(api, path(customer), { gatewayPaymentMethod: 'pm_card_visa' });
    const rows = await api.db
      .selectFrom('instrument_fingerprint')
      .select(['fingerprint_hash'])
      .where('customer_id', 'in', [first, second])
      .execute();
    expect(rows).toHaveLength(2);
    expect(rows[0]?.fingerprint_hash).toEqual(rows[1]?.fingerprint_hash);
    expect(rows[0]?.fingerprint_hash).toHaveLength(32);
  });
});
