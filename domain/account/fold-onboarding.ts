import type { Fact } from '../facts/fact.ts';
import { type MutableAccount, minor, NO_DUNNING } from './mutable-account.ts';

/** Adds what is known about who the customer is and which requirements it met. */
export function foldOnboarding(account: MutableAccount, fact: Fact): void {
  switch (fact.kind) {
    case 'customer.changed':
      account.traits = { ...account.traits, ...fact.body };
      break;
    case 'policy.assigned':
      // An open case stays on its old version until it closes.
      if (fact.body.openCases === 'freeze' && account.dunning.case !== null) break;
      account.policy = { key: fact.body.key, version: fact.body.version };
      if (fact.body.openCases === 'restart') {
        account.dunning = { ...account.dunning, position: [], lapsed: NO_DUNNING.lapsed, escalatedTo: null };
      }
      break;
    case 'requirement.recorded':
      account.requirements.set(fact.body.key, fact.body.state);
      if (fact.body.monthlyBudget) account.monthlyBudget = minor(fact.body.monthlyBudget);
      break;
    case 'instrument.recorded': {
      const others = account.instruments.filter((known) => known.instrument !== fact.body.instrument);
      account.instruments = [...others, fact.body];
      break;
    }
    case 'onboarding.completed':
      account.onboarded = true;
      break;
    case 'onboarding.timedOut':
      account.onboardingEnded = 'timedOut';
      break;
    case 'onboarding.reopened':
      account.onboardingEnded = null;
      account.onboardingSince = fact.at;
      for (const [key, state] of account.requirements) if (state === 'refused') account.requirements.delete(key);
      break;
    default:
  }
}
