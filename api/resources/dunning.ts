import { dunning } from '../../contracts/dunning.ts';
import { loadAccount } from '../../db/load-account.ts';
import type { Resource } from '../resource.ts';
import { customerBy, dunningOf } from './customer.ts';

/** Where a customer stands on the ladder of its policy. */
export const dunningResource: Resource<typeof dunning> = {
  name: 'customer',
  schema: dunning,
  async load(db, reference) {
    const { account } = await loadAccount(db, await customerBy(db, reference));
    return dunningOf(account);
  },
};
