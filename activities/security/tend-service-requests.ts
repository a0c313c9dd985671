import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import { noteServiceRequest, serviceRequestsToRead } from '../../db/service-requests.ts';
import type { ActivityDeps } from '../deps.ts';
import { changeCase } from './change-case.ts';

const READ_EVERY_MS = 3_600_000;
const MOST_A_ROUND = 50;
/** Word for a number that Microsoft does not know, or no longer: a slip of the pen, or a request of another partner. */
const UNKNOWN = 'unknown';

/**
 * Reads at Microsoft how the support requests of open cases stand, each once an hour. Only a change is a fact of the case:
 * where nothing has happened, no case takes a turn. Not to be able to read is no failure of the round that does it.
 */
export async function tendServiceRequests(
  deps: Pick<ActivityDeps, 'db' | 'serviceRequests' | 'wallNow' | 'log'>,
): Promise<void> {
  const { db, serviceRequests, wallNow, log } = deps;
  for (const one of await serviceRequestsToRead(db, wallNow() - READ_EVERY_MS, MOST_A_ROUND)) {
    try {
      const { status } = (await serviceRequests.read(one.number)) ?? { status: UNKNOWN };
      if (status !== one.status)
        await changeCase(deps, one, ({ loaded }) =>
          loaded.known.closedAt === null
            ? [{ kind: 'case.serviceRequestRead', body: { number: one.number, status } }]
            : [],
        );
      await noteServiceRequest(db, one, status, wallNow());
    } catch (error) {
      if (!(error instanceof PartnerCenterError)) throw error;
      log.warn({ code: error.code, kind: error.kind, case: one.caseId }, 'a service request could not be read');
      return;
    }
  }
}
