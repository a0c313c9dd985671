import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import { businessNow, findCustomer } from '../../db/customers.ts';
import { excludedUsers, exclusionsOf } from '../../db/hygiene-exclusions.ts';
import { linkedTenant } from '../../db/record-subscriptions.ts';
import { dayAt } from '../../domain/calendar/day.ts';
import { isAboutAccount } from '../../domain/hygiene/finding.ts';
import { inspect } from '../../domain/hygiene/inspect.ts';
import type { ReviewFactDraft } from '../../domain/hygiene/review-facts.ts';
import type { ActivityDeps } from '../deps.ts';
import { changeReview } from './change-review.ts';
import { readDirectory } from './read-directory.ts';
import type { ReviewAtWork } from './review-at-work.ts';

type RemedyDeps = Pick<ActivityDeps, 'db' | 'partnerDirectory' | 'announceClock' | 'wallNow'>;

/**
 * Disables accounts, each read back. Looks once more just before: whoever has signed in, was enabled again, or was excepted
 * meanwhile is left alone, and the look that follows drops the finding. So is one that the customer has switched off himself:
 * what is recorded as disabled here may be deleted later. Those that are to be touched are on record before the first is.
 */
export async function disableAccounts(
  deps: RemedyDeps,
  review: ReviewAtWork,
  users: readonly string[],
): Promise<readonly ReviewFactDraft[]> {
  const { customerId, known } = review;
  const { tenant, customer } = await tenantOf(deps, customerId);
  const now = businessNow(customer, deps.wallNow());
  const { directory } = await readDirectory(deps, tenant, now);
  const exclusions = excludedUsers(await exclusionsOf(deps.db, customerId));
  const today = dayAt(now, customer.timeZone);
  const found = inspect(directory, exclusions, known.settings, { now, today }).filter(isAboutAccount);
  const still = new Set(found.map(({ user }) => user));
  const isOff = new Set(directory.users.flatMap(({ id, isEnabled }) => (isEnabled ? [] : [id])));
  // By a try whose record was lost.
  const disabled = users.filter((user) => known.disabling.has(user) && isOff.has(user) && !exclusions.has(user));
  const wanted = users.filter((user) => still.has(user));
  const failed: string[] = [];
  if (wanted.length > 0) await noteDisabling(deps, review, [...disabled, ...wanted]);
  for (const user of wanted) {
    try {
      const isDone = await unlessRefused(() => deps.partnerDirectory.disable(tenant, user));
      (isDone ? disabled : failed).push(user);
    } catch (error) {
      // Until the next try the customer may disable this one, and those behind it. To delete what he has switched off would be
      // worse than to leave one switched off whose write shows late.
      await noteDisabling(deps, review, disabled);
      throw error;
    }
  }
  return [{ kind: 'review.disabled', body: { users: disabled, failed } }];
}

async function noteDisabling(deps: RemedyDeps, review: ReviewAtWork, users: readonly string[]): Promise<void> {
  await changeReview(deps, review, ({ loaded }) => ({
    drafts: loaded.known.closedAt === null ? [{ kind: 'review.disabling', body: { users } }] : [],
  }));
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
