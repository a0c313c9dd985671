import type { PartnerCenterErrorKind } from '../../adapters/partner-center/errors.ts';
import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import type { RoundReport } from '../../contracts/round-activities.ts';
import { noteServiceRequest, type ServiceRequestToRead, serviceRequestsToRead } from '../../db/service-requests.ts';
import type { ActivityDeps } from '../deps.ts';
import { withHeartbeat } from '../heartbeat.ts';
import { changeCase } from './change-case.ts';

const READ_EVERY_MS = 3_600_000;
const MOST_A_ROUND = 50;
/** Word for a number that Microsoft does not know, or no longer: a slip of the pen, or a request of another partner. */
const UNKNOWN = 'unknown';
/** Word for a number that Microsoft refuses to read: a person must look whether it was written down rightly. */
const UNREADABLE = 'unreadable';
/** What concerns every number alike; anything else is the matter of one. */
const OF_ALL: ReadonlySet<PartnerCenterErrorKind> = new Set(['throttled', 'unavailable', 'unauthorized']);

type RequestDeps = Pick<ActivityDeps, 'db' | 'serviceRequests' | 'wallNow' | 'log'>;

/**
 * Reads at Microsoft how the support requests of open cases stand, each once an hour. Only a change is a fact of the case:
 * where nothing has happened, no case takes a turn. A number that Microsoft refuses counts as read, or it would come first
 * again and hide those behind it; while nothing can be read, the round ends and is no failure.
 * @returns how many were looked at, and how many have changed
 */
export async function tendServiceRequests(deps: RequestDeps): Promise<RoundReport> {
  const { db, wallNow, log } = deps;
  return await withHeartbeat(async () => {
    let [looked, woken, failed] = [0, 0, 0];
    for (const one of await serviceRequestsToRead(db, wallNow() - READ_EVERY_MS, MOST_A_ROUND)) {
      try {
        const status = await statusOf(deps, one);
        if (status === null) break;
        looked += 1;
        if (status !== one.status) {
          await keepStatus(deps, one, status);
          woken += 1;
        }
        await noteServiceRequest(db, one, status, wallNow());
      } catch (error) {
        failed += 1;
        log.error({ err: error, case: one.caseId }, 'what a service request says could not be kept; it is read again');
      }
    }
    return failed === 0 ? { looked, woken } : { looked, woken, failed };
  });
}

/** Microsoft's word for it, or ours; null while nothing can be read at all. */
async function statusOf(
  { serviceRequests, log }: RequestDeps,
  { number, caseId }: ServiceRequestToRead,
): Promise<string | null> {
  try {
    return (await serviceRequests.read(number))?.status ?? UNKNOWN;
  } catch (error) {
    if (!(error instanceof PartnerCenterError)) throw error;
    const { code, kind } = error;
    log.warn({ code, kind, case: caseId }, 'a service request could not be read');
    return OF_ALL.has(kind) ? null : UNREADABLE;
  }
}

async function keepStatus(deps: RequestDeps, one: ServiceRequestToRead, status: string): Promise<void> {
  await changeCase(deps, one, ({ loaded }) =>
    loaded.known.closedAt === null ? [{ kind: 'case.serviceRequestRead', body: { number: one.number, status } }] : [],
  );
}
