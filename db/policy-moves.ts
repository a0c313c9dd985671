import { sql } from 'kysely';
import type { OnboardingFacts } from '../domain/facts/onboarding-facts.ts';
import type { ChangeRequest, Committed } from './change.ts';
import { commitChange } from './commit-change.ts';
import type { Db } from './database.ts';

/** A customer who still lives under another version of his policy than the active one, and where he is to go. */
export interface PolicyMove {
  readonly customer: string;
  readonly to: OnboardingFacts['policy.assigned'];
}

/**
 * Customers whom the latest activation of their policy has not reached yet, by id. A case that it froze stays on its
 * version, and takes the active one by itself when it closes. It follows from what is on record, so that a move which
 * was cut off by a crash is finished by whoever asks next.
 */
export async function policyMovesLeft(
  db: Db,
  { policy, after = '', limit }: { readonly policy?: string; readonly after?: string; readonly limit: number },
): Promise<readonly PolicyMove[]> {
  let query = db
    .selectFrom('customer')
    .innerJoin('policy', 'policy.key', 'customer.policy_key')
    .select(['customer.id', 'policy.key', 'policy.active_version'])
    .select(LATEST_OPEN_CASES.as('open_cases'))
    .where('customer.phase', 'not in', ['closed', 'refused'])
    .where('policy.active_version', 'is not', null)
    .whereRef('customer.policy_version', '!=', 'policy.active_version')
    .where((of) =>
      of.or([of('customer.dunning', 'is', null), sql<boolean>`${LATEST_OPEN_CASES} is distinct from 'freeze'`]),
    )
    .where('customer.id', '>', after);
  if (policy !== undefined) query = query.where('policy.key', '=', policy);
  const rows = await query.orderBy('customer.id').limit(limit).execute();
  return rows.flatMap(({ id, key, active_version: version, open_cases: openCases }) =>
    version === null ? [] : [{ customer: id, to: { key, version, openCases } }],
  );
}

const LATEST_OPEN_CASES = sql<OnboardingFacts['policy.assigned']['openCases']>`(
  select activation.open_cases from policy_activation as activation
  where activation.key = policy.key order by activation.id desc limit 1)`;

/** Moves one customer by a fact of its own; nothing happens when he is there already. */
export async function moveToPolicy(
  db: Db,
  request: Omit<ChangeRequest, 'because'>,
  { customer, to }: PolicyMove,
): Promise<Committed<null>> {
  return await commitChange(db, { ...request, customer, because: 'policy' }, (change) => {
    const { account, today } = change;
    const frozen = to.openCases === 'freeze' && account.dunning.case !== null;
    if (!frozen && account.policy.key === to.key && account.policy.version !== to.version) {
      change.record([{ kind: 'policy.assigned', effectiveOn: today, body: to }]);
    }
    return null;
  });
}
