import { onboarding } from '../../contracts/onboarding.ts';
import { loadAccount } from '../../db/load-account.ts';
import { requirementsOf } from '../../domain/onboarding/onboarding.ts';
import type { Resource } from '../resource.ts';
import { customerBy } from './customer.ts';

/** What a customer must meet before it may order, each with its state. */
export const onboardingResource: Resource<typeof onboarding> = {
  name: 'customer',
  schema: onboarding,
  async load(db, reference) {
    const { account, policy } = await loadAccount(db, await customerBy(db, reference));
    return { requirements: requirementsOf(account, policy).map((requirement) => ({ ...requirement })) };
  },
};
