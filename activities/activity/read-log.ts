import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import { keepActivity, type NewActivity } from '../../db/activity.ts';
import { auditCustomer } from '../../db/commit-change.ts';
import { type KnownMark, type LogKey, type LogState, putLogMark } from '../../db/customer-log-marks.ts';
import type { LogCustomer } from '../../db/log-customers.ts';
import type { CustomerRecord } from '../../domain/activity/customer-record.ts';
import {
  firstWindow,
  keptDays,
  knownSince,
  type LogMark,
  type LogWindow,
  windowAfter,
} from '../../domain/activity/log-reading.ts';
import type { CustomerLog } from '../../domain/activity/log-source.ts';
import { meaningOfRefusal } from '../../domain/activity/refused-log.ts';
import type { ActivityDeps } from '../deps.ts';
import { customerRecords } from './customer-log.ts';

/** What reading one log of one customer came to. */
export interface LogRead {
  readonly state: LogState | 'later';
  /** Pages that Microsoft gave or refused. */
  readonly calls: number;
  readonly looked: number;
  readonly kept: number;
  /** Whether something new was told that a rule may speak of. */
  readonly telling: boolean;
}

export interface LogToRead {
  readonly source: CustomerLog;
  /** The Azure subscription, empty for the directory. */
  readonly scope: string;
  /** Whether the tenant has Entra's premium licence, as far as is known. */
  readonly licensed: boolean;
  readonly known: KnownMark | undefined;
}

/** What a reading takes from the round that it belongs to. */
export interface RoundOfLogs {
  /** Whether our own sign-in is good, asked only when a tenant does not let us in. */
  readonly grantHolds: () => Promise<boolean>;
}

/**
 * Reads one log from its mark on (practice 8). Pages are kept as they come, each record once; the mark moves when the last
 * page of its window is kept, so that whatever happens on the way is read again.
 */
export async function readLog(
  deps: ActivityDeps,
  customer: LogCustomer,
  { source, scope, licensed, known }: LogToRead,
  round: RoundOfLogs,
): Promise<LogRead> {
  const { now, tenant, head } = customer;
  const wallNow = deps.wallNow();
  const mark: LogMark = known ?? { watchedSince: now, readTo: null };
  const key: LogKey = { customerId: head.id, source, scope };
  const look = { watchedSince: mark.watchedSince, keptDays: keptDays(source, licensed), now, wallNow };
  const { window: first, hole } = firstWindow(source, mark, look.keptDays, now);
  let [calls, looked, kept, telling] = [0, 0, 0, false];
  const end = async (state: LogState, readTo: number | null): Promise<void> =>
    await deps.db.transaction().execute((trx) => putLogMark(trx, key, { ...look, state, readTo }));
  try {
    for (let window: LogWindow | undefined = first; window !== undefined; ) {
      const before = looked;
      for await (const page of customerRecords(deps.tenantActivity, { source, tenant, scope }, window)) {
        calls += 1;
        looked += page.length;
        const records = page.map((record) => keptRecord(key, record, mark, now));
        const fresh = await deps.db.transaction().execute((trx) => keepActivity(trx, records, now));
        kept += fresh.size;
        telling ||= records.some(({ id, told }) => told !== null && told.kind !== 'signedIn' && fresh.has(id));
      }
      // A hole is known only while the mark still lies before it.
      if (window === first && hole !== null) await noteHole(deps, customer, source, hole);
      await end('open', window.to);
      window = windowAfter(window, looked - before, now);
    }
    return { state: 'open', calls, looked, kept, telling };
  } catch (error) {
    if (!(error instanceof PartnerCenterError)) throw error;
    const state = await stateAfter(error, round);
    deps.log.warn({ code: error.code, kind: error.kind, customerId: head.id, source, state }, 'a log was not read');
    if (state !== 'later') await end(state, null);
    return { state, calls: calls + 1, looked, kept, telling };
  }
}

async function stateAfter(error: PartnerCenterError, { grantHolds }: RoundOfLogs): Promise<LogRead['state']> {
  const { httpStatus, code, kind } = error;
  const meaning = meaningOfRefusal({ httpStatus, code, unauthorized: kind === 'unauthorized' });
  if (meaning !== 'signIn') return meaning;
  return (await grantHolds()) ? 'denied' : 'later';
}

function keptRecord(
  { customerId, source }: LogKey,
  { id, at, operation, told, ...rest }: CustomerRecord,
  mark: LogMark,
  now: number,
): NewActivity {
  return {
    ...rest,
    id: `${source}/${customerId}/${id}`,
    customerId,
    at,
    kind: operation,
    told: told === null ? null : { ...told, knownAt: knownSince(at, mark, now) },
  };
}

async function noteHole(
  deps: ActivityDeps,
  { head, now }: LogCustomer,
  source: CustomerLog,
  hole: { readonly from: number; readonly to: number },
): Promise<void> {
  deps.log.error({ customerId: head.id, source, ...hole }, 'what was done in these days can no longer be read');
  const body = { source, from: new Date(hole.from).toISOString(), to: new Date(hole.to).toISOString() };
  await auditCustomer(deps.db, head.id, [
    { kind: 'activity.lost', actor: 'activity', at: now, recordedAt: deps.wallNow(), body },
  ]);
}
