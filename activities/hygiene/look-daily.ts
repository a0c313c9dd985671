import { figuresOf, lookStatement } from '../../db/directory-figures.ts';
import { businessNow, lockCustomer } from '../../db/customers.ts';
import { continueReview, type LoadedReview, openReviewOf } from '../../db/hygiene-reviews.ts';
import { writeChange } from '../../db/write-change.ts';
import { dayAt } from '../../domain/calendar/day.ts';
import { figureOf, type Jump, jumpsOf } from '../../domain/hygiene/figures.ts';
import type { ActivityDeps } from '../deps.ts';
import { openTask } from '../tasks/open-task.ts';
import { look, type Look } from './keep-look.ts';
import { readOrReason } from './scan.ts';

/** As far back as anything is compared. */
const COMPARED_DAYS = 60;

/**
 * One customer's day: figures, findings as they stand, and what jumped. News of a directory belong to the open review as well,
 * so that it is closed on the day on which the customer has put things in order. @returns whether something jumped
 */
export async function lookDaily(deps: ActivityDeps, customerId: string): Promise<boolean> {
  const read = await readOrReason(deps, customerId);
  const jumps = await deps.db.transaction().execute(async (trx) => {
    const customer = await lockCustomer(trx, customerId);
    const wallNow = deps.wallNow();
    const now = businessNow(customer, wallNow);
    if ('failure' in read) {
      await writeChange(trx, customer, { statements: [lookStatement(customerId, now, read)], events: [] });
      return [];
    }
    const day = dayAt(now, customer.timeZone);
    const open = await openReviewOf(trx, customerId);
    const looked = await look(trx, customer, read, open?.known.settings ?? deps.hygiene, { now, wallNow });
    const before = await figuresOf(trx, customerId, { before: day, limit: COMPARED_DAYS });
    const stamp = { at: now, recordedAt: wallNow, actor: 'hygiene' };
    const body = { signInsKnown: read.directory.areSignInsKnown, findings: looked.findings };
    const recording =
      open !== undefined && isNews(open, looked)
        ? continueReview(open, [{ kind: 'review.scanned', body }], stamp)
        : { statements: [], events: [] };
    await writeChange(trx, customer, {
      statements: [...looked.statements, ...recording.statements],
      events: recording.events,
    });
    return jumpsOf(before, figureOf(read.directory, day, now));
  });
  for (const jump of jumps) await openTask(deps, customerId, taskFor(jump));
  return jumps.length > 0;
}

/** Another look than the review's own is recorded only where it has found something else. */
function isNews({ known }: LoadedReview, { findings }: Look): boolean {
  const keys = (list: readonly { readonly key: string }[]): string =>
    JSON.stringify(list.map(({ key }) => key).toSorted());
  return known.scannedAt !== null && keys(known.findings) !== keys(findings);
}

/** What is unusual is looked at by a person: it may be a new office, or somebody who is not wanted. */
function taskFor({ measure, day }: Jump): { readonly key: string; readonly what: string; readonly actor: string } {
  return { key: `directory-jump/${measure}/${day}`, what: 'directory-jump', actor: 'hygiene' };
}
