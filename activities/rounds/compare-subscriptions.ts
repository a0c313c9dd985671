import type { RoundReport } from '../../contracts/round-activities.ts';
import type { ActivityDeps } from '../deps.ts';
import { findReenabled } from '../security/find-reenabled.ts';
import { observeSubscriptions } from '../subscriptions/observe-subscriptions.ts';
import { tellDataLosses } from '../subscriptions/tell-data-losses.ts';
import { customersOfTenants, lookedAt, overTheBook, withPlace } from './over-the-book.ts';

/**
 * Compares every live customer's subscriptions with Microsoft; one that cannot be read is logged and met next time. Looks
 * whether what was stopped for a fraud is on again, and writes to those whose data will be lost: by what is known already, which
 * must not wait for a book that takes long, and again by what the comparison has shown.
 */
export async function compareSubscriptions(deps: ActivityDeps): Promise<RoundReport> {
  return await withPlace(async (place) => {
    const before = await actOnKnown(deps);
    const book = customersOfTenants(deps, 'subscriptions could not be compared');
    const { looked, woken } = await overTheBook(deps, place, book, async ({ customerId }) =>
      lookedAt((await observeSubscriptions(deps, customerId)) > 0),
    );
    return { looked, woken: before + woken + (await actOnKnown(deps)) };
  });
}

/** Each of the two does not depend on the other. @returns how many things were found on again */
async function actOnKnown(deps: ActivityDeps): Promise<number> {
  const failed = (what: string) => (error: unknown) => {
    deps.log.error({ err: error }, what);
    return 0;
  };
  const reenabled = await findReenabled(deps).catch(failed('what was stopped for a fraud could not be looked at'));
  await tellDataLosses(deps).catch(failed('customers could not be told of a loss of data'));
  return reenabled;
}
