import { proxyActivities } from '@temporalio/workflow';
import type { Round, RoundActivities, RoundReport } from '../contracts/round-activities.ts';

const limits = {
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout: '2 minutes',
  retry: { maximumAttempts: 3 },
} as const;
const rounds = proxyActivities<RoundActivities>(limits);

/**
 * Rounds over every customer that go on where their last attempt stood: a long book is looked at to its end, deploys in between
 * included, and is done before the next day's round comes.
 */
const longRounds = proxyActivities<RoundActivities>({
  ...limits,
  startToCloseTimeout: '6 hours',
  scheduleToCloseTimeout: '22 hours',
  retry: { maximumAttempts: 20 },
});

/** One round over the book, started by a Temporal Schedule. It decides nothing: it finds whom to wake. */
export async function tendBook(round: Round): Promise<RoundReport> {
  switch (round) {
    case 'lives':
      return await rounds.tendLives();
    case 'overdue':
      return await rounds.tendOverdue();
    case 'prepaid':
      return await rounds.tendPrepaid();
    case 'subscriptions':
      return await longRounds.tendSubscriptions();
    case 'alerts':
      return await rounds.tendAlerts();
    case 'serviceRequests':
      return await rounds.tendServiceRequests();
    case 'registration':
      return await rounds.tendRegistration();
    case 'usage':
      return await rounds.tendUsage();
    case 'usageDetail':
      return await rounds.tendUsageDetail();
    case 'activity':
      return await longRounds.tendActivity();
    case 'mailbox':
      return await rounds.tendMailbox();
    case 'hygiene':
      return await longRounds.tendHygiene();
    case 'duties':
      return await rounds.tendDuties();
    case 'terms':
      return await rounds.tendTerms();
    case 'partner':
      return await rounds.tendPartner();
    case 'alarms':
      return await rounds.tendAlarms();
    case 'access':
      return await longRounds.tendAccess();
    case 'screening':
      return await rounds.tendKnowledge();
  }
}
