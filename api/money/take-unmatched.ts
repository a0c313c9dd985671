import { appendSystemAudit } from '../../db/audit.ts';
import type { Change } from '../../db/change.ts';
import { commitChanges } from '../../db/commit-changes.ts';
import type { Db } from '../../db/database.ts';
import { receiveUnmatched } from '../../db/receipts.ts';
import type { Seller } from '../../db/sellers.ts';
import type { Suspect } from '../../db/tables/receivable-tables.ts';
import { type Day, dayAt } from '../../domain/calendar/day.ts';
import { Refusal } from '../../domain/errors.ts';
import { toStored } from '../../domain/money-format.ts';
import type { Made } from '../outcome.ts';
import type { MoneyRequest } from './money-request.ts';
import { type IncomingMoney, receiptOf } from './post-payment.ts';

/**
 * Takes in money that nobody expects: it waits in the queue, and every customer whose it may be is not written to and
 * not stopped meanwhile. Nothing waits for their lives: the relay tells them, and the gate of each effect looks anew.
 * @param also what is to be recorded of each of those customers with it
 * @throws Refusal `future_value_date` when no clock of those whose it may be has come so far
 */
export async function takeUnmatched(
  db: Db,
  { before, ...request }: MoneyRequest,
  seller: Seller,
  incoming: IncomingMoney,
  suspects: readonly Suspect[],
  also: (change: Change) => Promise<void> = async () => {},
): Promise<Made> {
  const { payment, amount, receivedOn } = incoming;
  const { wallNow } = request;
  const customers = suspects.map((suspect) => suspect.customer);
  const { result } = await commitChanges(db, request, customers, async (trx, carryFor) => {
    await before?.(trx);
    let today = dayAt(wallNow, seller.timeZone);
    for (const { customer, because } of suspects) {
      await carryFor(customer, 'unmatched', async (change) => {
        today = later(today, change.today);
        change.record([
          {
            kind: 'unmatched.suspected',
            effectiveOn: change.today,
            body: { payment, amount: toStored(amount), because },
          },
        ]);
        await also(change);
      });
    }
    if (receivedOn > today)
      throw new Refusal('future_value_date', `${receivedOn} is after today, ${today}`, [
        { pointer: '/receivedOn', message: `must not be after ${today}` },
      ]);
    const receipt = { ...receiptOf(incoming, seller.id, wallNow), customerId: null };
    await receiveUnmatched(trx, receipt, { suspects, at: wallNow });
    const stamp = { actor: request.actor, at: wallNow, recordedAt: wallNow };
    await appendSystemAudit(trx, [{ ...stamp, kind: 'payment.unmatched', body: { payment, suspects: customers } }]);
    return { result: { shown: payment, customerId: null }, operationId: null };
  });
  return { ...result, operationId: null };
}

function later(left: Day, right: Day): Day {
  return left > right ? left : right;
}
