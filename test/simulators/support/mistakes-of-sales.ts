import { randomUUID } from 'node:crypto';
import { AZURE_PLAN } from './azure.ts';
import type { Microsoft, Mistake, Refused } from './mistakes.ts';
import { OFFER } from './partner.ts';

const line = (more: object = {}) => ({ lineItemNumber: 0, offerId: OFFER, quantity: 1, ...more });
const order = (more: object = {}) => ({ billingCycle: 'monthly', lineItems: [line(more)] });
const PLAN = { billingCycle: 'one_time', lineItems: [line({ offerId: AZURE_PLAN })] };

/** Orders and checkouts that Microsoft turns down, by what the partner, the customer or the sale is like. */
export function mistakesOfSales(at: () => Microsoft): readonly Mistake[] {
  const ordered = (body: object, tenantId: string = randomUUID()): Refused =>
    at().call('POST', `/customers/${tenantId}/orders`, body);

  async function cartOf(tenantId: string, more: object = {}): Promise<string> {
    const lineItems = [{ catalogItemId: OFFER, quantity: 1, billingCycle: 'monthly', ...more }];
    const cart = await at().call<{ id: string }>('POST', `/customers/${tenantId}/carts`, { lineItems });
    return `/customers/${tenantId}/carts/${cart.body.id}`;
  }
  async function checkedOut(tenantId: string = randomUUID(), more: object = {}): Refused {
    return at().call('POST', `${await cartOf(tenantId, more)}/checkout`);
  }

  /** The mistake while the partner's account, or a setting, is so; then it is as before. */
  async function amid(lever: 'partner' | 'settings', state: object, make: () => Refused): Refused {
    const { partnerTenantId: _own, ...before } = await at().pull<Record<string, unknown>>('GET', lever);
    await at().pull('POST', lever, state);
    try {
      return await make();
    } finally {
      await at().pull('POST', lever, before);
    }
  }
  const asPartner = (state: object, make: () => Refused) => () => amid('partner', state, make);
  const limited = (limits: object, make: () => Refused) => () => amid('settings', { limits }, make);
  const sandboxed = (make: () => Refused) => () => amid('settings', { sandbox: true }, make);

  async function withAccount(account: object, make: (tenantId: string) => Refused): Refused {
    const tenantId = randomUUID();
    await at().pull('POST', `tenants/${tenantId}/account`, account);
    return make(tenantId);
  }

  async function inSandboxWith(seeds: number, body: object): Refused {
    const tenantId = randomUUID();
    for (let made = 0; made < seeds; made += 1) await at().seed({}, tenantId);
    return amid('settings', { sandbox: true }, () => ordered(body, tenantId));
  }

  async function secondPlanInSandbox(): Refused {
    const { tenantId } = await at().seed({ offerId: AZURE_PLAN, quantity: 1 });
    return amid('settings', { sandbox: true }, () => ordered(PLAN, tenantId));
  }

  async function crowdedSandbox(): Refused {
    const tenants = Array.from({ length: 75 }, () => ({ tenantId: randomUUID() }));
    await at().pull('POST', 'book', { tenants });
    return amid('settings', { sandbox: true }, () => at().call('POST', '/customers', {}));
  }

  async function seatsAdded(to: number): Refused {
    return at().write((await at().seed()).path, { quantity: to });
  }

  async function sameOrderTwice(): Refused {
    const tenantId = randomUUID();
    return amid('settings', { visibleAfterMs: 900_000 }, async () => {
      await ordered(order(), tenantId);
      return ordered(order(), tenantId);
    });
  }

  async function busyCart(): Refused {
    const tenantId = randomUUID();
    const path = await cartOf(tenantId);
    await at().pull('POST', `tenants/${path.replace('/customers/', '')}/processing`);
    return at().call('POST', `${path}/checkout`);
  }

  async function orderedCart(): Refused {
    const path = await cartOf(randomUUID());
    const { body } = await at().call('GET', path);
    await at().call('POST', `${path}/checkout`);
    return at().call('PUT', path, body);
  }

  async function orderWithPending(): Refused {
    const tenantId = randomUUID();
    const { body } = await at().call<{ id: string; lineItems: { subscriptionId: string }[] }>(
      'POST',
      `/customers/${tenantId}/orders`,
      order(),
    );
    await at().pull('POST', `tenants/${tenantId}/subscriptions/${body.lineItems[0]?.subscriptionId}/pending-operation`);
    return at().call('PATCH', `/customers/${tenantId}/orders/${body.id}`, { ...body, billingCycle: 'annual' });
  }

  async function addOnOfSuspended(): Refused {
    const { tenantId, id, path } = await at().seed();
    await at().write(path, { status: 'suspended' });
    return ordered(order({ parentSubscriptionId: id }), tenantId);
  }

  return [
    [
      'a sale without Microsoft’s agreement',
      asPartner({ agreementSigned: false }, () => ordered(order())),
      403,
      '900124',
    ],
    ['a sale outside the program', asPartner({ programActive: false }, () => checkedOut()), 403, '900149'],
    [
      'a sale for a reseller without agreement',
      asPartner({ resellerAgreementSigned: false }, () => ordered(order({ partnerIdOnRecord: '4847383' }))),
      403,
      '900123',
    ],
    [
      'a sale for a reseller outside the program',
      asPartner({ resellerProgramActive: false }, () =>
        checkedOut(randomUUID(), { participants: [{ key: 'transaction_reseller', value: '4847383' }] }),
      ),
      403,
      '800039',
    ],
    ['an order beyond the credit line', asPartner({ creditLine: 'short' }, () => ordered(order())), 403, '800023'],
    ['a checkout beyond the credit line', asPartner({ creditLine: 'short' }, () => checkedOut()), 400, '800025'],
    ['a sale on a credit line used up', asPartner({ creditLine: 'usedUp' }, () => checkedOut()), 403, '900121'],
    ['too many subscriptions', limited({ subscriptionsPerCustomer: 0 }, () => ordered(order())), 403, '800066'],
    ['too many seats', limited({ seatsPerSubscription: 9 }, () => ordered(order({ quantity: 10 }))), 403, '800067'],
    ['too many seats added', limited({ seatsPerSubscription: 9 }, () => seatsAdded(10)), 403, '800067'],
    ['seats added in a sandbox beyond 25', sandboxed(() => seatsAdded(26)), 400, '800018'],
    ['too many Azure plans', limited({ azurePlans: 0 }, () => ordered(PLAN)), 403, '800068'],
    ['more seats than are left', limited({ seatsPerItem: 9 }, () => ordered(order({ quantity: 10 }))), 403, '800088'],
    ['more of an item than is left', limited({ subscriptionsPerItem: 0 }, () => checkedOut()), 403, '800089'],
    [
      'an order of a doubtful customer',
      () => withAccount({ riskCheck: 'failed' }, (t) => ordered(order(), t)),
      403,
      '800069',
    ],
    [
      'an order of an account under review',
      () => withAccount({ vetting: 'UnderReview' }, (t) => ordered(order(), t)),
      403,
      '800073',
    ],
    [
      'a checkout of an account under review',
      () => withAccount({ vetting: 'UnderReview' }, (t) => checkedOut(t)),
      403,
      '800074',
    ],
    [
      'an order of a refused account',
      () => withAccount({ vetting: 'Refused' }, (t) => ordered(order(), t)),
      403,
      '800075',
    ],
    [
      'an order of a locked account',
      () => withAccount({ vetting: 'Locked' }, (t) => ordered(order(), t)),
      403,
      '900416',
    ],
    [
      'an order without the customer’s agreement',
      () => withAccount({ signedDirectly: false }, (t) => ordered(order(), t)),
      403,
      '13605',
    ],
    ['a sixth subscription in a sandbox', () => inSandboxWith(5, order()), 400, '800018'],
    ['26 licences in a sandbox', () => inSandboxWith(0, order({ quantity: 26 })), 400, '800018'],
    ['a second Azure plan in a sandbox', secondPlanInSandbox, 400, '900116'],
    ['a 76th customer in a sandbox', crowdedSandbox, 400, '800018'],
    [
      'a budget in a sandbox',
      sandboxed(() => at().call('GET', `/customers/${randomUUID()}/usagebudget`)),
      400,
      '900127',
    ],
    ['a customer deleted outside a sandbox', () => at().call('DELETE', `/customers/${randomUUID()}`), 400, '900127'],
    ['the same order while the first is on its way', sameOrderTwice, 409, '800060'],
    ['a cart that another request works on', busyCart, 409, '800064'],
    ['a change of a cart that was checked out', orderedCart, 400, '800065'],
    ['a change of an order with a pending adjustment', orderWithPending, 409, '800014'],
    ['an add-on of what is suspended', addOnOfSuspended, 409, '27009'],
  ];
}
