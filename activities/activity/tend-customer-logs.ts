import { Context } from '@temporalio/activity';
import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import type { RoundReport } from '../../contracts/round-activities.ts';
import { type KnownMark, logMarks } from '../../db/customer-log-marks.ts';
import { type LogCustomer, logCustomers } from '../../db/log-customers.ts';
import type { CustomerLog } from '../../domain/activity/log-source.ts';
import { isId } from '../../domain/ids.ts';
import type { ActivityDeps } from '../deps.ts';
import { sideBySide } from '../side-by-side.ts';
import { watchCustomer } from '../usage/watch-usage.ts';
import { askForAccess } from './ask-for-access.ts';
import { type LogRead, readLog } from './read-log.ts';

/** So many customers are held at once, and so many of them read side by side. */
const PAGE = 100;
const WIDTH = 6;
/** A tenant without the licence is asked again after so long: licences are bought. */
const ASK_AGAIN_MS = 7 * 86_400_000;

/** What the logs of a customer, or of many, came to. */
interface LogReport extends RoundReport {
  readonly calls: number;
}

const NOTHING: LogReport = { looked: 0, woken: 0, calls: 0 };

/**
 * Reads the customers' own logs, Azure's and Entra's, page by page over the book (practices 3, 4, 8). Nobody's workflow takes
 * a turn for it; what the rules find opens a case. One customer who cannot be read keeps no other from being read, and an
 * attempt that died is taken up behind the last page of customers that it finished.
 */
export async function tendCustomerLogs(deps: ActivityDeps): Promise<LogReport> {
  let sum = NOTHING;
  let holds: Promise<boolean> | undefined;
  for (let after = placeOf(Context.current().info.heartbeatDetails); ; ) {
    const customers = await logCustomers(deps.db, { after, limit: PAGE, wallNow: deps.wallNow() });
    const last = customers.at(-1);
    if (last === undefined) break;
    const reports = await sideBySide(customers, WIDTH, async (customer) => {
      const report = await tendCustomer(deps, customer, () => (holds ??= grantHolds(deps, customer.tenant)));
      Context.current().heartbeat(after);
      return report;
    });
    sum = reports.reduce(plus, sum);
    after = last.head.id;
    Context.current().heartbeat(after);
  }
  deps.log.info(sum, "the customers' own logs were read");
  return sum;
}

function placeOf(details: unknown): string {
  return isId('cus', details) ? details : '';
}

async function tendCustomer(
  deps: ActivityDeps,
  customer: LogCustomer,
  holds: () => Promise<boolean>,
): Promise<LogReport> {
  try {
    return await readCustomer(deps, customer, holds);
  } catch (error) {
    deps.log.error({ err: error, customerId: customer.head.id }, 'the logs of a customer could not be read');
    return NOTHING;
  }
}

async function readCustomer(
  deps: ActivityDeps,
  customer: LogCustomer,
  holds: () => Promise<boolean>,
): Promise<LogReport> {
  const marks = await logMarks(deps.db, customer.head.id);
  const markOf = (source: CustomerLog, scope = ''): KnownMark | undefined =>
    marks.find((mark) => mark.source === source && mark.scope === scope);
  const reads: LogRead[] = [];
  const read = async (source: CustomerLog, scope: string, licensed: boolean): Promise<LogRead> => {
    const one = await readLog(deps, customer, { source, scope, licensed, known: markOf(source, scope) }, holds);
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

function plus(sum: LogReport, { looked, woken, calls }: LogReport): LogReport {
  return { looked: sum.looked + looked, woken: sum.woken + woken, calls: sum.calls + calls };
}
