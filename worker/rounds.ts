import { type Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import type { Duration } from '@temporalio/common';
import { type Round, scheduleOfRound, TEND_BOOK_TYPE } from '../contracts/round-activities.ts';
import type { tendBook } from '../workflows/index.ts';

interface Rhythm {
  readonly every: Duration;
  /** After midnight UTC. */
  readonly offset?: Duration;
}

/**
 * How often each round looks at the book, and for those of a day at which hour (UTC). Lives keep their own time: rounds find what
 * slipped through. Those of a day follow one another: a large book is not to be asked for everything at once at midnight.
 */
const RHYTHM: Readonly<Record<Round, Rhythm>> = {
  lives: { every: '1 minute' },
  overdue: { every: '1 hour' },
  prepaid: { every: '1 hour' },
  // The second way in: an alert whose push was lost is known within five minutes, well inside its hour.
  alerts: { every: '5 minutes' },
  // Each request once an hour; apart from the alerts, which wait for nothing.
  serviceRequests: { every: '5 minutes' },
  // A mail that nobody can class is somebody's task within an hour of its coming.
  mailbox: { every: '5 minutes' },
  // The API hurries it where something new is owed; this finds what was refused or cut off.
  duties: { every: '5 minutes' },
  // Without the sign-in nobody watches: an hour of that is enough.
  alarms: { every: '1 hour' },
  // Figures change once a day, at an hour that Microsoft does not say.
  usage: { every: '4 hours' },
  registration: { every: '1 day' },
  activity: { every: '1 day', offset: '1 hour' },
  subscriptions: { every: '1 day', offset: '2 hours' },
  access: { every: '1 day', offset: '3 hours' },
  hygiene: { every: '1 day', offset: '5 hours' },
  // Each customer once a month: a day that was missed is made good on the next.
  terms: { every: '1 day', offset: '6 hours' },
  screening: { every: '1 day', offset: '7 hours' },
  partner: { every: '1 day', offset: '9 hours' },
  // Rated about a day after it was used.
  usageDetail: { every: '1 day', offset: '10 hours' },
};

/** Makes sure that every round has its schedule; one that exists is left as an operator may have changed it. */
export async function ensureRounds(client: Client, taskQueue: string): Promise<void> {
  for (const [round, rhythm] of Object.entries(RHYTHM) as [Round, Rhythm][]) {
    try {
      await client.schedule.create<typeof tendBook>({
        scheduleId: scheduleOfRound(round),
        spec: { intervals: [rhythm] },
        // The first one at once: a new installation is to be told from its first hour on.
        state: { triggerImmediately: round === 'registration' },
        // A machine that was off at the hour makes its round good, the latest one of those it missed.
        policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: rhythm.every },
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
