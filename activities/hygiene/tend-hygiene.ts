import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import type { RoundReport } from '../../contracts/round-activities.ts';
import type { ActivityDeps } from '../deps.ts';
import { customersOfTenants, lookedAt, overTheBook, withPlace } from '../rounds/over-the-book.ts';
import { lookDaily } from './look-daily.ts';
import { openDueReview } from './open-due-review.ts';

/**
 * The daily look at every customer's directory: use of licences and sign-ins also where nothing is billed by use (practice 17),
 * and the review when its time has come (practice 12). One that cannot be read does not keep the others from being looked at.
 * @returns how many customers there are, and for how many there was news: a jump or a review
 */
export async function tendHygiene(deps: ActivityDeps): Promise<RoundReport> {
  return await withPlace(async (place) => {
    const book = customersOfTenants(deps, 'a directory could not be looked at');
    const { looked, woken } = await overTheBook(deps, place, book, async ({ customerId }) => {
      const isOpened = await openDueReview(deps, customerId);
      const hasJumped = await lookDaily(deps, customerId).catch((error: unknown) => {
        if (!(error instanceof PartnerCenterError)) throw error;
        deps.log.warn({ code: error.code, kind: error.kind, customerId }, 'a directory could not be read');
        return false;
      });
      return lookedAt(isOpened || hasJumped);
    });
    return { looked, woken };
  });
}
