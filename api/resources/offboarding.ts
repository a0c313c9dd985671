import { offboarding } from '../../contracts/offboarding.ts';
import { latestCommand } from '../../db/latest-command.ts';
import { loadAccount } from '../../db/load-account.ts';
import { Refusal } from '../../domain/errors.ts';
import type { Resource } from '../resource.ts';
import { customerBy } from './customer.ts';

/** The end of a relationship, by its customer. */
export const offboardingResource: Resource<typeof offboarding> = {
  name: 'customer',
  schema: offboarding,
  async load(db, reference) {
    const customer = await customerBy(db, reference);
    const { account } = await loadAccount(db, customer);
    if (account.offboarding !== null) {
      const { on, by } = account.offboarding;
      return { on, by, state: account.closed ? 'closed' : 'requested' };
    }
    const command = await latestCommand(db, customer.id, 'offboarding.request');
    if (command === undefined) throw new Refusal('not_found', 'the end of this relationship was not asked for');
    return { on: command.body.on, by: 'person', state: command.state === 'refused' ? 'refused' : 'pending' };
  },
};
