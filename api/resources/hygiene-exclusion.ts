import { exclusion } from '../../contracts/hygiene.ts';
import { findExclusion } from '../../db/hygiene-exclusions.ts';
import { Refusal } from '../../domain/errors.ts';
import type { Resource } from '../resource.ts';

/** An account that reviews leave alone, without the names of people. */
export const exclusionResource: Resource<typeof exclusion> = {
  name: 'exclusion',
  schema: exclusion,
  async load(db, id) {
    const found = await findExclusion(db, id);
    if (found === undefined) throw new Refusal('not_found', `there is no exclusion ${id}`);
    const { customerId: customer, user, kind, reviewOn, createdAt, createdBy, endedAt } = found;
    return { id, customer, user, kind, reviewOn, createdAt, createdBy, endedAt };
  },
};
