import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import type { CartLine } from '../../adapters/partner-orders/port.ts';
import { Refusal } from '../../domain/errors.ts';
import type { OrderTerms } from '../../domain/facts/service-facts.ts';
import { explainRefusal } from '../../domain/service/explain-refusal.ts';
import { orderTerms } from '../../domain/service/order-terms.ts';
import type { ApiDeps } from '../deps.ts';
import { isRefusedByMicrosoft, microsoftRefusal } from '../microsoft/microsoft-refusal.ts';

type Line = OrderTerms & { readonly offer: string; readonly quantity: number };

/**
 * Asks Microsoft which lines it would refuse (contract §5.2: a cart says so before it is bought). Where it does not answer,
 * nothing is known to be wrong: the order is taken, and its lines are explained when they are refused.
 * @throws Refusal `refused_by_microsoft`
 */
export async function checkLines(
  { partnerOrders, logger }: Pick<ApiDeps, 'partnerOrders' | 'logger'>,
  tenant: string,
  lines: readonly Line[],
  order: string,
): Promise<void> {
  try {
    const cart: CartLine[] = [];
    for (const { offer, quantity, ...terms } of lines) {
      const offerId = await partnerOrders.currentOffer(tenant, offer);
      cart.push({ offerId, quantity, ...orderTerms(offerId, terms) });
    }
    const { problems } = await partnerOrders.makeCart(tenant, cart, `check/${order}`);
    if (problems.length === 0) return;
    const errors = problems.map(({ line, code, description }) => ({
      pointer: `/lines/${line}`,
      message: description ?? explainRefusal(code).words,
    }));
    throw new Refusal(
      'refused_by_microsoft',
      `Microsoft would refuse ${problems.length} of ${lines.length} lines`,
      errors,
    );
  } catch (error) {
    if (!(error instanceof PartnerCenterError)) throw error;
    if (isRefusedByMicrosoft(error)) throw microsoftRefusal(error);
    logger.warn({ code: error.code, kind: error.kind }, 'an order could not be checked before it was taken');
  }
}
