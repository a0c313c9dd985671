import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import { type KnownMark, logMarks } from '../../db/customer-log-marks.ts';
import { type LogCustomer, logCustomers } from '../../db/log-customers.ts';
import type { CustomerLog } from '../../domain/activity/log-source.ts';
import type { ActivityDeps } from '../deps.ts';
import { type Book, type BookReport, NOTHING, overTheBook, plus, withPlace } from '../rounds/over-the-book.ts';
import { watchCustomer } from '../usage/watch-usage.ts';
import { askForAccess } from './ask-for-access.ts';
import { type LogRead, readLog, type RoundOfLogs } from './read-log.ts';

/** So many customers are read side by side. */
const WIDTH = 6;
/** A tenant without the licence is asked again after so long: licences are bought. */
const ASK_AGAIN_MS = 7 * 86_400_000;

/**
 * Reads the customers' own logs, Azure's and Entra's, over the book (practices 3, 4, 8). Nobody's workflow takes a turn for it;
 * what the rules find opens a case.
 */
export async function tendCustomerLogs(deps: ActivityDeps): Promise<BookReport> {
  let holds: Promise<boolean> | undefined;
  const book: Book<LogCustomer> = {
    page: (request) => logCustomers(deps.db, { ...request, wallNow: deps.wallNow() }),
    idOf: ({ head }) => head.id,
    width: WIDTH,
    failure: 'the logs of a customer could not be read',
  };
  const sum = await withPlace((place) =>
    overTheBook(deps, place, book, (customer) =>
      readCustomer(deps, customer, { grantHolds: () => (holds ??= grantHolds(deps, customer.tenant)) }),
    ),
  );
  deps.log.info(sum, "the customers' own logs were read");
  return sum;
}

async function readCustomer(deps: ActivityDeps, customer: LogCustomer, round: RoundOfLogs): Promise<BookReport> {
  const marks = await logMarks(deps.db, customer.head.id);
  const markOf = (source: CustomerLog, scope = ''): KnownMark | undefined =>
    marks.find((mark) => mark.source === source && mark.scope === scope);
  const reads: LogRead[] = [];
  const read = async (source: CustomerLog, scope: string, licensed: boolean): Promise<LogRead> => {
    const one = await readLog(deps, customer, { source, scope, licensed, known: markOf(source, scope) }, round);
    reads.push(one);
    if (one.state === 'denied' && markOf(source, scope)?.state !== 'denied')
      await askForAccess(deps, customer, source === 'azure' ? 'azure' : 'entra');
    return one;
  };

  const signIns = markOf('signIns');
  const asleep = signIns?.state === 'unlicensed' && deps.wallNow() - signIns.lookedAt < ASK_AGAIN_MS;
  const licensed = !asleep && (await read('signIns', '', true)).state !== 'unlicensed';
  await read('directoryAudits', '', licensed);
  const subscriptions = customer.hasAzure ? await azureSubscriptions(deps, customer) : [];
  for (const id of subscriptions) if (markOf('azure', id)?.state !== 'gone') await read('azure', id, true);

  const listing = customer.hasAzure ? 1 : 0;
  if (reads.some(({ telling }) => telling)) await watchCustomer(deps, customer.head, customer.now);
  return reads.reduce((sum, { looked, kept, calls }) => plus(sum, { looked, woken: kept, calls }), {
    ...NOTHING,
    calls: listing,
  });
}

/** Those that are switched off as well: how one was switched off stands in its log. */
async function azureSubscriptions(deps: ActivityDeps, { head, tenant }: LogCustomer): Promise<readonly string[]> {
  try {
    return (await deps.azureEntitlements.list(tenant)).map(({ id }) => id);
  } catch (error) {
    if (!(error instanceof PartnerCenterError)) throw error;
    deps.log.warn({ code: error.code, kind: error.kind, customerId: head.id }, 'Azure subscriptions were not listed');
    return [];
  }
}

/** Whether our own sign-in is good: any answer of Partner Center's to a person says so. */
async function grantHolds({ partnerUsage }: ActivityDeps, tenant: string): Promise<boolean> {
  try {
    await partnerUsage.summary(tenant);
    return true;
  } catch (error) {
    if (!(error instanceof PartnerCenterError)) throw error;
    return error.kind === 'refused' || error.kind === 'notFound';
  }
}
