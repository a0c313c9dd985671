import type { ContainmentPolicy } from '../domain/security/auto-contain.ts';
import type { Db } from './database.ts';
import { storedPolicy } from './policies.ts';

/** What the policy under which a customer lives says about containment; undefined where it leaves all of it to people. */
export async function containmentPolicyOf(db: Db, customerId: string): Promise<ContainmentPolicy | undefined> {
  const row = await db
    .selectFrom('customer')
    .innerJoin('policy_version', (join) =>
      join
        .onRef('policy_version.key', '=', 'customer.policy_key')
        .onRef('policy_version.version', '=', 'customer.policy_version'),
    )
    .select('policy_version.document')
    .where('customer.id', '=', customerId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { key, version, security } = storedPolicy(row.document);
  return security && { key, version, autoContain: security.autoContain };
}
