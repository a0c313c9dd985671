import { Context } from '@temporalio/activity';
import type { RoundActivities, RoundReport } from '../../contracts/round-activities.ts';
import {
  livesBehind,
  livesPastDeadline,
  lowPrepaid,
  newlyOverdue,
  type WakeCandidate,
} from '../../db/wake-candidates.ts';
import type { ActivityDeps } from '../deps.ts';
import { compareSubscriptions } from './compare-subscriptions.ts';
import { finishPolicyMoves } from './finish-policy-moves.ts';
import { tendAccess } from '../access/tend-access.ts';
import { tendActivity } from '../activity/tend-activity.ts';
import { tendMailbox } from '../notice-mailbox/tend-mailbox.ts';
import { withHeartbeat } from '../heartbeat.ts';
import { tendHygiene } from '../hygiene/tend-hygiene.ts';
import { tendTerms } from '../terms/tend-terms.ts';
import { tendAlarms } from '../partner/tend-alarms.ts';
import { tendPartner } from '../partner/tend-partner.ts';
import { tendKnowledge } from '../kyc/tend-knowledge.ts';
import { tendUsage } from '../usage/tend-usage.ts';
import { tendUsageDetail } from '../usage/tend-usage-detail.ts';
import { tendRegistration } from '../security/tend-registration.ts';
import { tendAlerts } from '../security/tend-alerts.ts';
import { tendServiceRequests } from '../security/tend-service-requests.ts';
import { wakeOverslept } from '../streams/tell-streams.ts';
import { tellEach } from '../tell-each.ts';
import { tellLives } from './tell-lives.ts';
import { tendOwed } from './tend-owed.ts';
import { wake } from './wake.ts';

/** A life, case, grant or review that has not assessed for so long after it was marked, or slept past its deadline, is told again. */
const PATIENCE_MS = 60_000;

/** The rounds over the book. All of them ask PostgreSQL and wake lives; none decides anything. Test clocks are left out. */
export function createRounds(deps: ActivityDeps): RoundActivities {
  const { db } = deps;

  /** Marks each candidate, so that its life takes a turn, and tells it at once. */
  const wakeAll = async (candidates: readonly WakeCandidate[], because: string): Promise<RoundReport> => {
    const woken = await tellEach(deps.log, candidates, 1, async ({ customerId }) => {
      Context.current().heartbeat(customerId);
      await wake(deps, customerId, because);
    });
    return { looked: candidates.length, woken: woken.length };
  };

  return {
    async tendLives() {
      const before = deps.wallNow() - PATIENCE_MS;
      const moved = await finishPolicyMoves(deps);
      const behind = await livesBehind(db, before);
      const woken = (await tellLives(deps, behind)).length;
      const late = await wakeAll(await livesPastDeadline(db, before), 'sweep');
      await wakeOverslept(deps, before);
      return { looked: moved + behind.length + late.looked, woken: moved + woken + late.woken };
    },
    tendOverdue: async () => await wakeAll(await newlyOverdue(db, deps.wallNow()), 'overdue'),
    tendPrepaid: async () => await wakeAll(await lowPrepaid(db), 'prepaid'),
    tendSubscriptions: () => compareSubscriptions(deps),
    tendAlerts: () => tendAlerts(deps),
    tendServiceRequests: () => tendServiceRequests(deps),
    tendRegistration: () => tendRegistration(deps),
    tendUsage: () => tendUsage(deps),
    tendUsageDetail: () => tendUsageDetail(deps),
    tendActivity: () => tendActivity(deps),
    tendMailbox: () => tendMailbox(deps),
    tendHygiene: () => tendHygiene(deps),
    tendDuties: () => tendOwed(deps),
    tendTerms: () => tendTerms(deps),
    tendPartner: () => withHeartbeat(() => tendPartner(deps)),
    tendAlarms: () => withHeartbeat(() => tendAlarms(deps)),
    tendAccess: () => tendAccess(deps),
    tendKnowledge: () => tendKnowledge(deps),
  };
}
