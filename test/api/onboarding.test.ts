import { expect, test } from 'vitest';
import { sharedApi } from './support/api.ts';
import { aCustomer } from './support/customers.ts';
import { decidingLife } from './support/deciding-life.ts';

const theApi = sharedApi({ lifecycle: decidingLife });
const budget = {
  monthly: { amount: '5000.00', currency: 'PLN' },
  expectedUsers: 40,
  expectedLocations: ['PL', 'DE'],
  notes: 'mail only',
};

async function states(id: string): Promise<Record<string, string>> {
  const { body } = await theApi().ask('GET', `/v1/customers/${id}/onboarding`);
  return Object.fromEntries(body['requirements'].map(({ key, state }: { key: string; state: string }) => [key, state]));
}

test('requirements are met in any order', async () => {
  const id = await aCustomer(theApi());
  const path = `/v1/customers/${id}/onboarding`;
  await theApi().ask('POST', `${path}/budget`, { body: budget });
  await theApi().ask('POST', `${path}/verification`, { body: { outcome: 'passed', checkedBy: 'Ewa' } });
  expect(await states(id)).toMatchObject({ agreement: 'open', verification: 'met', budget: 'met', prepayment: 'open' });
  const last = await theApi().ask('POST', `${path}/agreement`, {
    body: { signedBy: 'Anna', signedAt: '2026-01-02T10:00:00Z' },
  });
  expect(last.body['customer'].phase).toBe('verifying');
});

test('a failed verification refuses the customer, until a person re-opens', async () => {
  const id = await aCustomer(theApi());
  const path = `/v1/customers/${id}/onboarding`;
  const failed = await theApi().ask('POST', `${path}/verification`, { body: { outcome: 'failed', checkedBy: 'Ewa' } });
  expect(failed.body['customer'].phase).toBe('refused');
  const late = await theApi().ask('POST', `${path}/budget`, { body: budget });
  expect([late.status, late.body['code']]).toEqual([409, 'wrong_phase']);
  const reopened = await theApi().ask('POST', `${path}/reopening`, { body: { reason: 'papers came' } });
  expect([reopened.status, reopened.body['customer'].phase]).toEqual([200, 'applied']);
  expect((await states(id))['verification']).toBe('open');
});

test('once it is over, nothing more is recorded', async () => {
  const id = await aCustomer(theApi(), { onboarding: 'existing' });
  const answer = await theApi().ask('POST', `/v1/customers/${id}/onboarding/budget`, { body: budget });
  expect([answer.status, answer.body['code']]).toEqual([409, 'wrong_phase']);
});

test('nobody has signed tomorrow', async () => {
  const id = await aCustomer(theApi());
  const body = { signedBy: 'Anna', signedAt: '2999-01-01T00:00:00Z' };
  const answer = await theApi().ask('POST', `/v1/customers/${id}/onboarding/agreement`, { body });
  expect([answer.status, answer.body['code']]).toEqual([422, 'future_effective_day']);
  expect((await states(id))['agreement']).toBe('open');
});
