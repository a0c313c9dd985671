import { Context } from '@temporalio/activity';
import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import type { ExportProgress } from '../../adapters/usage-export/port.ts';
import type { RoundReport } from '../../contracts/round-activities.ts';
import {
  type AskedExport,
  askedExports,
  currenciesInWant,
  endExport,
  putAskedExport,
  stagedCustomers,
  wasExported,
} from '../../db/usage-exports.ts';
import { MS_PER_DAY } from '../../domain/calendar/epoch-day.ts';
import { periodsToExport } from '../../domain/usage/export-periods.ts';
import type { ActivityDeps } from '../deps.ts';
import { restateCustomer } from './restate-customer.ts';
import { stageExport } from './stage-export.ts';

/** Figures are rated a day after they change; so long details are still to come, and a failed day is made up for. */
const WANTED_MS = 3 * MS_PER_DAY;
/** How long one look waits for Microsoft; what is not ready by then is taken up by the next round. */
const PATIENCE_MS = 15 * 60_000;
const LONGEST_PAUSE_MS = 60_000;
/** An export that is not ready after so long never will be. */
const GIVEN_UP_MS = MS_PER_DAY;
const PAGE = 100;

/**
 * The daily look at the details (practices 17, 21): one export of all customers a currency, and only where the month's list says
 * that somebody's figures have changed. It is read line by line, and customer by customer.
 * @returns how many customers were in the exports, how many cases had news, and how often Microsoft was asked
 */
export async function tendUsageDetail(deps: ActivityDeps): Promise<RoundReport> {
  const since = deps.wallNow() - WANTED_MS;
  const sum = { looked: 0, woken: 0, calls: 0 };
  const tolerant = async (work: () => Promise<void>): Promise<void> =>
    await work().catch((error: unknown) => {
      if (!(error instanceof PartnerCenterError)) throw error;
      deps.log.warn({ code: error.code, kind: error.kind }, 'the details of usage could not be read');
    });
  for (const currency of await currenciesInWant(deps.db, since))
    await tolerant(async () => {
      sum.calls += await askFor(deps, currency);
    });
  for (const asked of await askedExports(deps.db))
    await tolerant(async () => {
      const { looked, woken, calls = 0 } = await take(deps, asked, since);
      sum.looked += looked;
      sum.woken += woken;
      sum.calls += calls;
    });
  deps.log.info(sum, 'the details of usage were read');
  return sum;
}

async function askFor({ db, usageExports, wallNow }: ActivityDeps, currency: string): Promise<number> {
  const underway = (await askedExports(db)).filter((one) => one.currency === currency).map(({ period }) => period);
  let calls = 0;
  for (const period of periodsToExport(wallNow(), await wasExported(db, currency))) {
    if (underway.includes(period)) continue;
    const id = await usageExports.ask(currency, period);
    calls += 1;
    await putAskedExport(db, { id, currency, period, askedAt: wallNow() });
  }
  return calls;
}

async function take(deps: ActivityDeps, asked: AskedExport, since: number): Promise<RoundReport> {
  const { db, log, wallNow } = deps;
  const { progress, calls } = await progressOf(deps, asked);
  const end = async (state: 'read' | 'empty' | 'failed', lines: number): Promise<void> =>
    await endExport(db, asked.id, { state, at: wallNow(), lines });
  if (progress.state === 'running') {
    if (wallNow() - asked.askedAt > GIVEN_UP_MS) await end('failed', 0);
    return { looked: 0, woken: 0, calls };
  }
  if (progress.state !== 'ready') {
    if (progress.state === 'failed') log.error({ code: progress.code }, 'Microsoft could not export the usage');
    await end(progress.state, 0);
    return { looked: 0, woken: 0, calls };
  }
  const lines = await stageExport(deps, asked, progress.files, since);
  let [looked, woken] = [0, 0];
  for (let after = ''; ; ) {
    const customers = await stagedCustomers(db, asked.id, after, PAGE);
    const last = customers.at(-1);
    if (last === undefined) break;
    for (const customerId of customers) {
      Context.current().heartbeat(customerId);
      woken += await restateCustomer(deps, customerId, asked);
      looked += 1;
    }
    after = last;
  }
  await end('read', lines);
  return { looked, woken, calls: calls + progress.files.length };
}

/** Looks until the export is there, as often as Microsoft says, and not for ever. */
async function progressOf(
  { usageExports, wallNow }: ActivityDeps,
  { id, askedAt }: AskedExport,
): Promise<{ readonly progress: ExportProgress; readonly calls: number }> {
  const begun = wallNow();
  for (let calls = 1; ; calls += 1) {
    Context.current().heartbeat(id);
    const progress = await usageExports.look(id).catch((error: unknown): ExportProgress => {
      // Microsoft forgets an export after a while.
      if (error instanceof PartnerCenterError && error.kind === 'notFound')
        return { state: 'failed', code: error.code };
      throw error;
    });
    if (progress.state !== 'running') return { progress, calls };
    if (wallNow() - begun > PATIENCE_MS || wallNow() - askedAt > GIVEN_UP_MS) return { progress, calls };
    await Context.current().sleep(Math.min(Math.max(progress.retryAfterMs, 1_000), LONGEST_PAUSE_MS));
  }
}
