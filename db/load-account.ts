import type { Account } from '../domain/account/account.ts';
import { foldFacts } from '../domain/account/fold.ts';
import type { Policy } from '../domain/policy/policy.ts';
import type { CustomerHead } from './customers.ts';
import type { Db } from './database.ts';
import { loadFacts } from './facts.ts';
import { storedPolicy, UnknownPolicy } from './policies.ts';

/** All that a decision about a customer rests on, but for the instant. */
export interface LoadedAccount {
  readonly account: Account;
  readonly policy: Policy;
  /** The active version of the customer's policy; his own while none is active. */
  readonly activePolicyVersion: number;
}

/** Folds a customer's facts and loads the policy version it runs under. Under the customer's lock this is the truth. */
export async function loadAccount(db: Db, customer: CustomerHead): Promise<LoadedAccount> {
  const facts = await loadFacts(db, customer.id);
  const policy = await loadCustomerPolicy(db, customer);
  return { account: foldFacts(facts), ...policy };
}

/** The policy version that a customer runs under, and the active version beside it. @throws UnknownPolicy */
export async function loadCustomerPolicy(db: Db, customer: CustomerHead): Promise<Omit<LoadedAccount, 'account'>> {
  const { key, version } = customer.policy;
  const row = await db
    .selectFrom('policy_version')
    .innerJoin('policy', 'policy.key', 'policy_version.key')
    .select(['policy_version.document', 'policy.active_version'])
    .where('policy_version.key', '=', key)
    .where('policy_version.version', '=', version)
    .executeTakeFirst();
  if (row === undefined) throw new UnknownPolicy(`no version ${version} of policy ${key}`);
  return { policy: storedPolicy(row.document), activePolicyVersion: row.active_version ?? version };
}
