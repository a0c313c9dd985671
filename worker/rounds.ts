import { type Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import { type Round, scheduleOfRound, TEND_BOOK_TYPE } from '../contracts/round-activities.ts';
import type { tendBook } from '../workflows/index.ts';

/** How often each round looks at the book. Lives keep their own time: rounds find what slipped through. */
const EVERY: Readonly<Record<Round, string>> = {
  lives: '1 minute',
  overdue: '1 hour',
  prepaid: '1 hour',
  subscriptions: '1 day',
  // The second way in: an alert whose push was lost is known within five minutes, well inside its hour.
  alerts: '5 minutes',
  // Each request once an hour; apart from the alerts, which wait for nothing.
  serviceRequests: '5 minutes',
  registration: '1 day',
  // Figures change once a day, at an hour that Microsoft does not say.
  usage: '4 hours',
  // Rated about a day after it was used.
  usageDetail: '1 day',
  activity: '1 day',
  // A mail that nobody can class is somebody's task within an hour of its coming.
  mailbox: '5 minutes',
  hygiene: '1 day',
  // The API hurries it where something new is owed; this finds what was refused or cut off.
  duties: '5 minutes',
  // Each customer once a month: a day that was missed is made good on the next.
  terms: '1 day',
  partner: '1 day',
  // Without the sign-in nobody watches: an hour of that is enough.
  alarms: '1 hour',
  access: '1 day',
  screening: '1 day',
};

/** Makes sure that every round has its schedule; one that exists is left as an operator may have changed it. */
export async function ensureRounds(client: Client, taskQueue: string): Promise<void> {
  for (const [round, every] of Object.entries(EVERY) as [Round, string][]) {
    try {
      await client.schedule.create<typeof tendBook>({
        scheduleId: scheduleOfRound(round),
        spec: { intervals: [{ every: every as '1 minute' }] },
        // The first one at once: a new installation is to be told from its first hour on.
        state: { triggerImmediately: round === 'registration' },
        policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute' },
        action: {
          type: 'startWorkflow',
          workflowType: TEND_BOOK_TYPE,
          workflowId: `round:${round}`,
          args: [round],
          taskQueue,
        },
      });
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    }
  }
}
