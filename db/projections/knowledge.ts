import type { Updateable } from 'kysely';
import type { Account } from '../../domain/account/account.ts';
import { dayAt } from '../../domain/calendar/day.ts';
import { riskGrade } from '../../domain/kyc/risk-tier.ts';
import type { CustomerTable } from '../tables/party-tables.ts';

/** The columns of a customer's row that say how well it is known: its risk tier, and when somebody last looked at it. */
export function knowledgeColumns(account: Account) {
  const { known, registeredAt, traits } = account;
  return {
    risk_tier: riskGrade(account).tier,
    known_on: known.knownOn ?? dayAt(registeredAt, traits.timeZone),
  } satisfies Updateable<CustomerTable>;
}
