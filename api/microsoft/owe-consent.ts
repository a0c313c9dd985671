import type { Change } from '../../db/change.ts';
import { dutyStatement } from '../../db/microsoft-duties.ts';
import type { Statement } from '../../db/statement.ts';
import { Refusal } from '../../domain/errors.ts';

/**
 * From now on our application's consent in the customer's tenant is owed (contract §1.3): whoever has a tenant is to be read
 * there, however it came by it. Where one was asked for before, this one is asked for anew.
 */
export function consentStatement(customerId: string, wallNow: number): Statement {
  return dutyStatement(customerId, 'consent', {}, wallNow);
}

/** @throws Refusal `wrong_phase` */
export function askConsentAnew(change: Change, wallNow: number): void {
  const { phase, id } = change.customer;
  if (change.account.traits.tenant === null || phase === 'closed' || phase === 'refused')
    throw new Refusal('wrong_phase', 'there is no tenant of an open customer in which we could be let in');
  change.write(consentStatement(id, wallNow));
}
