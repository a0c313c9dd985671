import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import { lookStatement } from '../../db/directory-figures.ts';
import { businessNow, type CustomerHead, findCustomer } from '../../db/customers.ts';
import { linkedTenant } from '../../db/record-subscriptions.ts';
import type { ActivityDeps } from '../deps.ts';
import { changeReview } from './change-review.ts';
import { look } from './keep-look.ts';
import { type ReadDirectory, readDirectory } from './read-directory.ts';
import type { ReviewAtWork } from './review-at-work.ts';

/** A customer's directory as it is now, or Microsoft's reason not to show it that no repetition cures. */
export async function readOrReason(
  deps: Pick<ActivityDeps, 'db' | 'partnerDirectory' | 'announceClock' | 'wallNow'>,
  customerId: string,
): Promise<ReadDirectory | { readonly failure: string }> {
  const { tenant, customer } = await whose(deps, customerId);
  if (tenant === undefined) return { failure: 'no_tenant' };
  try {
    return await readDirectory(deps, tenant, businessNow(customer, deps.wallNow()));
  } catch (error) {
    if (!(error instanceof PartnerCenterError) || !error.needsPerson) throw error;
    return { failure: error.code ?? error.kind };
  }
}

async function whose(
  { db }: Pick<ActivityDeps, 'db'>,
  customerId: string,
): Promise<{ readonly customer: CustomerHead; readonly tenant: string | undefined }> {
  const customer = await findCustomer(db, customerId);
  if (customer === undefined) throw new Error(`customer ${customerId} cannot be found`);
  return { customer, tenant: (await linkedTenant(db, customerId))?.tenant };
}

/** Looks at the directory for a review and records what was found, or that it cannot be read. */
export async function scan(deps: ActivityDeps, work: ReviewAtWork): Promise<void> {
  const read = await readOrReason(deps, work.customerId);
  await changeReview(deps, work, async ({ trx, customer, loaded, now }) => {
    if (loaded.known.closedAt !== null) return { drafts: [] };
    // Whose service has ended needs no order any more, and has withdrawn its consent.
    if (customer.phase === 'closed') return { drafts: [{ kind: 'review.closed', body: { outcome: 'left' } }] };
    if ('failure' in read) {
      const statements = [lookStatement(customer.id, now, read)];
      return { drafts: [{ kind: 'review.unreadable', body: { code: read.failure } }], statements };
    }
    const clocks = { now, wallNow: deps.wallNow() };
    const { findings, statements } = await look(trx, customer, read, loaded.known.settings, clocks);
    const signInsKnown = read.directory.areSignInsKnown;
    return { drafts: [{ kind: 'review.scanned', body: { signInsKnown, findings } }], statements };
  });
}
