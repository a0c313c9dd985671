import { proxyActivities } from '@temporalio/workflow';
import type { Round, RoundActivities, RoundReport } from '../contracts/round-activities.ts';

const rounds = proxyActivities<RoundActivities>({
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout: '2 minutes',
  retry: { maximumAttempts: 3 },
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
      return await rounds.tendSubscriptions();
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
      return await rounds.tendActivity();
    case 'mailbox':
      return await rounds.tendMailbox();
    case 'hygiene':
      return await rounds.tendHygiene();
    case 'duties':
      return await rounds.tendDuties();
    case 'terms':
      return await rounds.tendTerms();
    case 'partner':
      return await rounds.tendPartner();
    case 'alarms':
      return await rounds.tendAlarms();
    case 'access':
      return await rounds.tendAccess();
    case 'screening':
      return await rounds.tendKnowledge();
  }
}
