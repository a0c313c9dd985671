import { randomUUID } from 'node:crypto';
import { azurePlan } from './azure.ts';
import type { Microsoft, Mistake, Refused } from './mistakes.ts';

const DAY = 86_400_000;

/** Changes of a subscription or an Azure subscription that its state, or what Microsoft fixed of it, does not allow. */
export function mistakesOfChanges(at: () => Microsoft): readonly Mistake[] {
  async function changed(change: object, seed: object = {}): Refused {
    return at().write((await at().seed(seed)).path, change);
  }

  async function whilePending(): Refused {
    const { path, tenantId, id } = await at().seed();
    await at().pull('POST', `tenants/${tenantId}/subscriptions/${id}/pending-operation`);
    return at().write(path, { quantity: 6 });
  }

  async function tooOften(): Refused {
    const { path } = await at().seed();
    await at().pull('POST', 'settings', { mostUpdates: 1 });
    try {
      await at().write(path, { quantity: 6 });
      return await at().write(path, { quantity: 7 });
    } finally {
      await at().pull('POST', 'settings', { mostUpdates: null });
    }
  }

  /** After the end of its term: suspended it is disabled, without a renewal it has expired (contract §6.4). */
  async function afterItsTerm(how: 'suspended' | 'expired', change: object): Refused {
    const { path, tenantId } = await at().seed({ termDuration: 'P1M', autoRenewEnabled: how === 'suspended' });
    if (how === 'suspended') await at().write(path, { status: 'suspended' });
    await at().setClock(tenantId, new Date(Date.now() + 40 * DAY).toISOString());
    return at().write(path, change);
  }

  async function entitlementOf(tenant: 'ended' | 'none'): Refused {
    const plan = await azurePlan(at());
    if (tenant === 'ended') await at().pull('POST', `tenants/${plan.tenantId}/relationship`, { state: 'ended' });
    const path = tenant === 'ended' ? plan.path : `/customers/contoso/subscriptions/${plan.id}`;
    return at().call('GET', `${path}/azureEntitlements`);
  }

  async function reactivatedUnderSuspendedPlan(): Refused {
    const plan = await azurePlan(at(), { count: 1 });
    await at().call('POST', `${plan.pathOf(0)}/cancel`, { cancellationReason: 'compromise' });
    await at().setClock(plan.tenantId, new Date(Date.now() + DAY).toISOString());
    await at().write(plan.path, { status: 'suspended' });
    return at().call('POST', `${plan.pathOf(0)}/reactivate`);
  }

  async function addOnBeforeItsBase(): Refused {
    const base = await at().seed();
    const addOn = await at().seed({ parentSubscriptionId: base.id }, base.tenantId);
    await at().write(base.path, { status: 'suspended' });
    return at().write(addOn.path, { status: 'active' });
  }

  return [
    ['a change while another is pending', whilePending, 409, '900278'],
    ['one change too many', tooOften, 400, '900311'],
    ['other seats where they are fixed', () => changed({ quantity: 6 }, { fixed: ['quantity'] }), 400, '800095'],
    [
      'a renewal of what cannot be renewed',
      () => changed({ autoRenewEnabled: true }, { fixed: ['autoRenew'], autoRenewEnabled: false }),
      400,
      '800093',
    ],
    [
      'another cycle where it is fixed',
      () => changed({ billingCycle: 'annual' }, { fixed: ['billingCycle'] }),
      400,
      '800097',
    ],
    [
      'another partner on record where it is fixed',
      () => changed({ partnerId: '1' }, { fixed: ['partnerOnRecord'] }),
      400,
      '800098',
    ],
    [
      'another partner on record together with a suspension',
      () => changed({ partnerId: '1', status: 'suspended' }),
      400,
      '800002',
    ],
    ['seats of what is disabled', () => afterItsTerm('suspended', { quantity: 6 }), 400, '900279'],
    ['seats of what has expired', () => afterItsTerm('expired', { quantity: 6 }), 400, '800012'],
    ['Azure subscriptions without a relation', () => entitlementOf('ended'), 403, '900159'],
    ['Azure subscriptions of no customer', () => entitlementOf('none'), 400, '900118'],
    ['Azure switched on under a suspended plan', reactivatedUnderSuspendedPlan, 403, '900335'],
    ['an add-on switched on before its base', addOnBeforeItsBase, 409, '27009'],
    [
      'a subscription of an unknown tenant',
      async () => {
        await at().pull('POST', 'settings', { acceptUnknownTenants: false });
        try {
          return await at().call('GET', `/customers/${randomUUID()}/subscriptions`);
        } finally {
          await at().pull('POST', 'settings', { acceptUnknownTenants: true });
        }
      },
      404,
      '1000',
    ],
  ];
}
