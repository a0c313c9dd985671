import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { formatInstant } from '../../../contracts/values.ts';
import type { CustomerEvent } from '../script/script-event.ts';
import { raiseAlert, repeatPush } from './alerts.ts';
import { type Citizen, today } from './citizen.ts';
import { instantOf, MINUTES_OF_THE_DAY } from './day-time.ts';
import type { Home } from './home.ts';
import { REFUSED } from './levers.ts';
import type { Outcome } from './outcome.ts';
import { askForAccess } from './ask-for-access.ts';
import { mailNotice } from './mail-notice.ts';
import { arm, underMishap } from './mishaps.ts';

/** When the ladder suspends. */
const LADDER_AT = 120;
const MINUTE_MS = 60_000;
const anything = z.unknown();
const owed = z.object({ balance: z.object({ open: z.object({ amount: z.string() }) }) });
const entitlements = z.object({ items: z.array(z.object({ id: z.string(), status: z.string() })) });
const usage = z.object({ items: z.array(z.object({ id: z.string() })) });

/** Lets one event of the script happen to its customer, at its minute. */
export async function happen(home: Home, citizen: Citizen, event: CustomerEvent): Promise<Outcome> {
  await citizen.advance(instantOf(event.at));
  const { api, microsoft } = home;
  const { id, tenant, licences } = citizen;
  const at = `/control/tenants/${tenant}`;
  const pulled = async (method: 'POST' | 'DELETE', path: string, body: object = {}): Promise<Outcome> =>
    (await microsoft.pull(method, path, body)) === REFUSED ? 'impossible' : 'happened';
  switch (event.kind) {
    case 'usage': {
      const usedAt = formatInstant(citizen.now() - event.usedDaysAgo * MINUTES_OF_THE_DAY * MINUTE_MS);
      const [entitlementId] = citizen.azure;
      const used = await pulled('POST', `${at}/usage`, { entitlementId, totalCost: event.amount, usedAt });
      await microsoft.pull('POST', `${at}/usage-refresh`);
      return used;
    }
    case 'usageRestated': {
      const { items } = await microsoft.read(`${at}/usage`, usage);
      const line = items.at(-1);
      if (line === undefined) return 'impossible';
      await microsoft.pull('POST', `${at}/usage/${line.id}/restatement`, { totalCost: event.amount });
      return await pulled('POST', `${at}/usage-refresh`);
    }
    case 'alert':
      citizen.plans.push(event.plan);
      return await raiseAlert(home, citizen, event.push);
    case 'pushRepeated':
      return await repeatPush(home);
    case 'phoneCall': {
      citizen.plans.push(event.plan);
      const receivedAt = formatInstant(Math.max(instantOf(0), citizen.now() - 2 * MINUTE_MS));
      const call = { kind: 'fraud', severity: 'medium', source: 'phone', summary: 'Somebody has called.' };
      await api.post('analyst', '/v1/security-cases', randomUUID(), { customer: id, ...call, receivedAt }, anything);
      return 'happened';
    }
    case 'noticeMailed':
      return await mailNotice(home, citizen, event.mail);
    case 'mishap':
      await arm(home, citizen, event.how);
      if (citizen.role === 'debtor' && event.at < LADDER_AT)
        await underMishap(home, citizen, () => citizen.advance(instantOf(LADDER_AT + 1)));
      return 'happened';
    case 'clockAhead': {
      const now = new Date(citizen.now() + event.minutes * MINUTE_MS).toISOString();
      return await pulled('POST', '/control/clock', { tenantId: tenant, now });
    }
    case 'accessAsked':
      return await askForAccess(home, citizen, event.minutes);
    case 'invoice': {
      const total = { amount: event.amount, currency: 'PLN' };
      const body = { customer: id, number: randomUUID(), issuedOn: today(citizen), dueOn: '2026-02-26', total };
      await api.post('finance', '/v1/invoices', randomUUID(), { ...body, currency: 'PLN' }, anything);
      return 'happened';
    }
    case 'payment':
      return await pay(home, citizen, event.part);
    case 'microsoftSuspends':
      return await pulled('POST', `${at}/subscriptions/${licences}/microsoft-suspension`, { reasons: ['fraud'] });
    case 'microsoftLifts':
      return await pulled('DELETE', `${at}/subscriptions/${licences}/microsoft-suspension`);
    case 'customerReactivates':
      return await pulled('POST', `${at}/subscriptions/${licences}/customer-reactivation`);
    case 'customerReenablesAzure': {
      const under = `${at}/subscriptions/${citizen.plan ?? ''}/entitlements`;
      const { items } = await microsoft.read(under, entitlements);
      const off = items.find(({ status }) => status !== 'active');
      return off === undefined ? 'impossible' : await pulled('POST', `${under}/${off.id}/customer-reactivation`);
    }
  }
}

async function pay(home: Home, citizen: Citizen, part: 'all' | 'half'): Promise<Outcome> {
  const { api } = home;
  const { id } = citizen;
  const { balance } = await api.get(`/v1/customers/${id}`, owed);
  const open = Math.round(Number(balance.open.amount) * 100);
  if (open === 0) return 'impossible';
  const paid = part === 'all' ? open : Math.ceil(open / 2);
  const amount = { amount: `${Math.floor(paid / 100)}.${String(paid % 100).padStart(2, '0')}`, currency: 'PLN' };
  const body = { customer: id, amount, method: 'bankTransfer', receivedOn: today(citizen), reference: '' };
  await underMishap(
    home,
    citizen,
    async () => void (await api.post('finance', '/v1/payments', randomUUID(), body, anything)),
  );
  return 'happened';
}
