import type { Change } from '../../db/change.ts';
import { commitChange } from '../../db/commit-change.ts';
import type { Db } from '../../db/database.ts';
import type { Made } from '../outcome.ts';
import type { MoneyRequest } from './money-request.ts';
import { type Destination, type IncomingMoney, keepReceipt, postPayment } from './post-payment.ts';

/**
 * Takes in the money of a known customer: payment, receipt, journal in one transaction.
 * @param also what is to be recorded of the customer with it
 */
export async function takePayment(
  db: Db,
  { before, ...request }: MoneyRequest,
  customer: string,
  incoming: IncomingMoney,
  destination: Destination,
  also: (change: Change) => Promise<void> = async () => {},
): Promise<Made> {
  const { result, operationId } = await commitChange(
    db,
    { ...request, customer, because: 'payment' },
    async (change) => {
      await before?.(change.trx);
      postPayment(change, incoming, destination);
      keepReceipt(change, incoming, request.wallNow);
      await also(change);
      return { shown: incoming.payment, customerId: customer };
    },
  );
  return { ...result, operationId };
}
