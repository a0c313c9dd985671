import type { Change } from '../../db/change.ts';
import { partnerSellsNew } from '../../db/partner-books.ts';
import { Refusal } from '../../domain/errors.ts';

/**
 * An order that Microsoft would refuse on the partner's own account is not even decided (practices 64, 65): it is no fault of
 * the customer's, and its effect would end as a task of his. Care of what he has goes on.
 *
 * @throws Refusal `partner_account_limited`
 */
export async function requirePartnerSells({ trx, account }: Pick<Change, 'trx' | 'account'>): Promise<void> {
  const { currency } = account.traits;
  if (!(await partnerSellsNew(trx, currency)))
    throw new Refusal('partner_account_limited', `Microsoft sells the partner nothing new in ${currency} at present`);
}
