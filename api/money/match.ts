import type { NewMatch } from '../../contracts/payments.ts';
import { appendSystemAudit } from '../../db/audit.ts';
import type { Change } from '../../db/change.ts';
import { commitChanges } from '../../db/commit-changes.ts';
import { lockUnmatched, matchUnmatched, type UnmatchedMoney } from '../../db/receipts.ts';
import type { PaymentRecord } from '../../db/lists/payments.ts';
import { Refusal } from '../../domain/errors.ts';
import type { ApiDeps } from '../deps.ts';
import type { Made } from '../outcome.ts';
import { requireMatch } from '../resource.ts';
import { customerNamed, unknownReference } from '../resources/named.ts';
import { paymentBy, paymentResource } from '../resources/payment.ts';
import type { WriteContext } from '../write.ts';
import { prepaymentsOf } from './find-payer.ts';
import { moneyRequestOf } from './money-request.ts';
import { postPayment } from './post-payment.ts';

/**
 * A person says whose money it is: it leaves the queue, is posted to that customer, and holds back nobody any more.
 * @throws Refusal `not_found`, `conflict` when it is not in the queue, `unknown_reference`, and what `postPayment` throws
 */
export async function match(deps: ApiDeps, context: WriteContext, body: NewMatch): Promise<Made> {
  const { db } = deps;
  const payment = await paymentBy(db, context.params['payment'] ?? '');
  const customer = await customerNamed(db, body.customer, '/customer');
  context.about(customer.id);
  if (customer.sellerId !== payment.sellerId)
    throw unknownReference('the seller who was paid has no such customer', '/customer');
  const prepayments = await prepaymentsOf(
    db,
    { sellerId: customer.sellerId, customer: customer.id },
    payment.reference ?? '',
  );
  const request = moneyRequestOf(deps, context);
  const at = request.wallNow;
  const involved = [...new Set([customer.id, ...payment.suspects.map((suspect) => suspect.customer)])];
  const { result, operationId } = await commitChanges(db, request, involved, async (trx, carryFor) => {
    await requireMatch(paymentResource, context.ifMatch, () => paymentResource.load(trx, payment.id, at));
    const money = inQueue(await lockUnmatched(trx, payment.id), payment, involved);
    await matchUnmatched(trx, money, customer.id, { at, recordedAt: at });
    for (const suspect of involved.filter((id) => id !== customer.id))
      await carryFor(suspect, 'unmatched', (change) => clearSuspicion(change, payment.id));
    const { operationId: operation } = await carryFor(customer.id, 'payment', (change) => {
      clearSuspicion(change, payment.id);
      const { amount, method, receivedOn } = money;
      const incoming = { payment: payment.id, amount, method, receivedOn, title: '', externalId: null };
      postPayment(change, incoming, { allocations: body.allocations ?? null, prepayments });
    });
    const stamp = { actor: request.actor, at, recordedAt: at };
    const matched = { payment: payment.id, customer: customer.id };
    await appendSystemAudit(trx, [{ ...stamp, kind: 'payment.matched', body: matched }]);
    return { result: { shown: payment.id, customerId: customer.id }, operationId: operation };
  });
  return { ...result, operationId };
}

/** The money under its lock. @throws Refusal `conflict` when somebody was quicker */
export function inQueue(
  money: UnmatchedMoney | undefined,
  { id }: PaymentRecord,
  locked: readonly string[],
): UnmatchedMoney {
  if (money === undefined) throw new Refusal('conflict', `payment ${id} is not in the queue of unmatched payments`);
  if (money.suspects.some((suspect) => !locked.includes(suspect.customer)))
    throw new Refusal('conflict', 'the payment has just come to be suspected of one more customer; try again');
  return money;
}

/** The money is accounted for, whosever it was. */
export function clearSuspicion(change: Change, payment: string): void {
  if (!change.account.suspectedMoney.has(payment)) return;
  change.record([{ kind: 'unmatched.cleared', effectiveOn: change.today, body: { payment } }]);
}
