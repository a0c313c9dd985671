import type { z } from 'zod';
import type { newOrder } from '../../contracts/subscriptions.ts';
import { commitChange } from '../../db/commit-change.ts';
import { loadAccount } from '../../db/load-account.ts';
import type { ApiDeps } from '../deps.ts';
import { moneyRequestOf } from '../money/money-request.ts';
import type { Made } from '../outcome.ts';
import { requirePartnerSells } from '../partner/require-partner-sells.ts';
import { customerBy } from '../resources/customer.ts';
import type { WriteContext } from '../write.ts';
import { checkLines } from './check-lines.ts';

/**
 * Orders several lines. Microsoft is asked first what it would refuse, in a cart that is never bought, because a person who
 * waits can mend a line at once; the life then decides, and buys through a cart of its own.
 * @throws Refusal `refused_by_microsoft` with a pointer for each wrong line
 */
export async function placeOrder(
  deps: ApiDeps,
  context: WriteContext,
  { lines }: z.output<typeof newOrder>,
): Promise<Made> {
  const customer = await customerBy(deps.db, context.params['customer'] ?? '');
  context.about(customer.id);
  const order = deps.newId('ord');
  const { tenant } = (await loadAccount(deps.db, customer)).account.traits;
  // In another phase the life refuses: nothing is to be asked about.
  if (tenant !== null && customer.phase === 'active') await checkLines(deps, tenant, lines, order);
  const request = { ...moneyRequestOf(deps, context), customer: customer.id, because: 'order' };
  const { result, operationId } = await commitChange(deps.db, request, async (change) => {
    await requirePartnerSells(change);
    change.command('order.place', {
      order,
      // Whether a second person is needed is the life's to say; if so, this is the approval's id.
      approval: change.newId('apr'),
      lines: lines.map((line) => ({ ...line, subscription: change.newId('sub') })),
    });
    return { shown: order, customerId: customer.id };
  });
  return { ...result, operationId };
}
