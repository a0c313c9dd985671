import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import { businessNow, findCustomer } from '../../db/customers.ts';
import { excludedUsers, exclusionsOf } from '../../db/hygiene-exclusions.ts';
import { linkedTenant } from '../../db/record-subscriptions.ts';
import { dayAt } from '../../domain/calendar/day.ts';
import { isAboutAccount } from '../../domain/hygiene/finding.ts';
import { inspect } from '../../domain/hygiene/inspect.ts';
import type { ReviewFactDraft } from '../../domain/hygiene/review-facts.ts';
import type { ActivityDeps } from '../deps.ts';
import { readDirectory } from './read-directory.ts';
import type { ReviewAtWork } from './review-at-work.ts';

type RemedyDeps = Pick<ActivityDeps, 'db' | 'partnerDirectory' | 'announceClock' | 'wallNow'>;

/**
 * Disables accounts, each read back. Looks once more just before: whoever has signed in, was enabled again, or was excepted
 * meanwhile is left alone, and the look that follows drops the finding.
 */
export async function disableAccounts(
  deps: RemedyDeps,
  { customerId, known }: ReviewAtWork,
  users: readonly string[],
): Promise<readonly ReviewFactDraft[]> {
  const { tenant, customer } = await tenantOf(deps, customerId);
  const now = businessNow(customer, deps.wallNow());
  const { directory } = await readDirectory(deps, tenant, now);
  const exclusions = excludedUsers(await exclusionsOf(deps.db, customerId));
  const today = dayAt(now, customer.timeZone);
  const found = inspect(directory, exclusions, known.settings, { now, today }).filter(isAboutAccount);
  const still = new Set(found.map(({ user }) => user));
  const isOff = new Set(directory.users.flatMap(({ id, isEnabled }) => (isEnabled ? [] : [id])));
  const disabled: string[] = [];
  const failed: string[] = [];
  for (const user of users) {
    // One that is off already may have been disabled by a try whose record was lost.
    if (!still.has(user) && !isOff.has(user)) continue;
    const isDone = await unlessRefused(() => deps.partnerDirectory.disable(tenant, user));
    (isDone ? disabled : failed).push(user);
  }
  return [{ kind: 'review.disabled', body: { users: disabled, failed } }];
}

/** Deletes accounts that were disabled a while ago. One that is on again is wanted by somebody, and is left alone for good. */
export async function deleteAccounts(
  deps: RemedyDeps,
  { customerId }: ReviewAtWork,
  users: readonly string[],
): Promise<readonly ReviewFactDraft[]> {
  const { tenant } = await tenantOf(deps, customerId);
  const excluded = excludedUsers(await exclusionsOf(deps.db, customerId));
  const [deleted, kept, failed]: [string[], string[], string[]] = [[], [], []];
  for (const user of users) {
    const account = await deps.partnerDirectory.find(tenant, user);
    if (account?.isEnabled === true || excluded.has(user)) kept.push(user);
    else if (await unlessRefused(() => deps.partnerDirectory.delete(tenant, user))) deleted.push(user);
    else failed.push(user);
  }
  return [{ kind: 'review.deleted', body: { users: deleted, kept, failed } }];
}

/** False where Microsoft says no and will go on saying so; trouble that passes is thrown, and tried again. */
async function unlessRefused(act: () => Promise<void>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    const isNo = error instanceof PartnerCenterError && (error.needsPerson || error.kind === 'notFound');
    if (!isNo) throw error;
    return false;
  }
}

async function tenantOf({ db }: RemedyDeps, customerId: string) {
  const customer = await findCustomer(db, customerId);
  const linked = await linkedTenant(db, customerId);
  if (customer === undefined || linked === undefined)
    throw new Error(`customer ${customerId} has no tenant at Microsoft`);
  return { customer, tenant: linked.tenant };
}
