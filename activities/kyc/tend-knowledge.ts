import type { RoundReport } from '../../contracts/round-activities.ts';
import type { ActivityDeps } from '../deps.ts';
import { askForReviews } from './ask-for-reviews.ts';
import { findDeviations } from './find-deviations.ts';
import { fetchList } from './fetch-list.ts';
import { screenCustomers } from './screen-customers.ts';

/**
 * The daily look at who the customers are (practices 19 and 35): the sanctions list, what was consumed beside what was agreed,
 * and whose review has come. A customer of whom nothing is new costs no read of his facts and no turn of his life.
 * @returns how many customers were looked at, and of how many a person was asked something
 */
export async function tendKnowledge(deps: ActivityDeps): Promise<RoundReport> {
  await fetchList(deps);
  const screened = await screenCustomers(deps);
  const deviations = await findDeviations(deps);
  const reviews = await askForReviews(deps);
  return { looked: screened.looked + deviations.looked + reviews.looked, woken: screened.woken + reviews.woken };
}
