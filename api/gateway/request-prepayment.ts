import { commitChange } from '../../db/commit-change.ts';
import type { CustomerHead } from '../../db/customers.ts';
import { prepaymentRequestStatement } from '../../db/lists/prepayments.ts';
import { toStored } from '../../domain/money-format.ts';
import type { Money } from '../../domain/money.ts';
import { bankReferenceOf } from '../../domain/payer/bank-reference.ts';
import type { ApiDeps } from '../deps.ts';
import { moneyRequestOf } from '../money/money-request.ts';
import type { Made } from '../outcome.ts';
import { requireCurrency } from '../posting.ts';
import { customerBy } from '../resources/customer.ts';
import type { WriteContext } from '../write.ts';
import { arrangeCheckout, NO_CHECKOUT } from './arrange-checkout.ts';

/**
 * Asks a customer for money before it is spent. The page to pay on is made before the life is asked, because the letter
 * that the life sends names it; where the life says no, nobody ever sees the page.
 * @throws Refusal `not_found`, `currency_mismatch`, `gateway_failed`
 */
export async function requestPrepayment(
  deps: ApiDeps,
  context: WriteContext,
  { amount }: { readonly amount: Money },
): Promise<Made> {
  const customer = await customerBy(deps.db, context.params['customer'] ?? '');
  context.about(customer.id);
  requireCurrency(customer.currency, amount, '/amount');
  const prepayment = deps.newId('prp');
  const asked = { customer: customer.id, prepayment, amount };
  const checkout = willBeRefused(customer) ? NO_CHECKOUT : await arrangeCheckout(deps.gateway, asked, prepayment);
  const request = { ...moneyRequestOf(deps, context), customer: customer.id, because: 'prepayment' };
  const { result, operationId } = await commitChange(deps.db, request, (change) => {
    change.command('prepayment.request', { prepayment, amount: toStored(amount) });
    const bankReference = bankReferenceOf(prepayment);
    change.write(prepaymentRequestStatement({ prepayment, customerId: customer.id, bankReference, ...checkout }));
    return { shown: prepayment, customerId: customer.id };
  });
  return { ...result, operationId };
}

/** As of the latest decision; the next one has the last word. */
function willBeRefused({ phase }: CustomerHead): boolean {
  return phase === 'refused' || phase === 'terminating' || phase === 'closed';
}
