import type { GatewayEvent } from '../../adapters/gateway/port.ts';
import { findMakingCommand } from '../../db/commands.ts';
import { businessNow, type CustomerHead, findCustomer } from '../../db/customers.ts';
import type { Db } from '../../db/database.ts';
import { findPaymentsKnownAs } from '../../db/lists/payments.ts';
import { findPrepayment, type PrepaymentRecord } from '../../db/lists/prepayments.ts';
import { customersOwing } from '../../db/payers.ts';
import type { Suspect } from '../../db/tables/receivable-tables.ts';
import { type Day, dayAt, type Instant } from '../../domain/calendar/day.ts';
import { Refusal } from '../../domain/errors.ts';
import type { Money } from '../../domain/money.ts';
import type { ApiDeps } from '../deps.ts';
import { takePayment } from '../money/take-payment.ts';
import { takeUnmatched } from '../money/take-unmatched.ts';
import { outcomeOf } from '../outcome.ts';
import { DEFAULT_SELLER, sellerBy } from '../resources/seller.ts';
import { gatewayRequestOf } from './gateway-request.ts';
import type { Handled } from './handled.ts';

/** Money that has arrived at the gateway. One payment is announced by its session and by its intent: it counts once. */
export interface SettledMoney {
  readonly externalId: string;
  readonly amount: Money;
  readonly customer: CustomerHead | null;
  readonly prepayment: string | null;
}

/** Posts what was paid on a page of ours, or charged to a card on file; the prepayment that it was for is settled. */
export async function settlePayment(deps: ApiDeps, event: GatewayEvent): Promise<Handled> {
  const { amount, metadata } = event;
  const externalId = event.paymentId ?? event.checkoutId;
  if (externalId === null || amount === null) return 'ignored';
  if ((await findPaymentsKnownAs(deps.db, externalId)).length > 0) return 'known';
  const prepayment = metadata['prepayment'] ?? null;
  const asked = prepayment === null ? undefined : await askedFor(deps.db, prepayment);
  const reference = asked?.customerId ?? metadata['customer'];
  const customer = reference === undefined ? undefined : await findCustomer(deps.db, reference);
  return await takeSettled(deps, event, { externalId, amount, customer: customer ?? null, prepayment });
}

/**
 * The prepayment that the money is for. It may be paid before the life has decided about the request: then the event is
 * taken when it comes again, for money that settles nothing now would never settle it.
 * @throws Refusal `unavailable`
 */
async function askedFor(db: Db, prepayment: string): Promise<PrepaymentRecord | undefined> {
  const found = await findPrepayment(db, prepayment);
  if (found !== undefined) return found;
  const command = await findMakingCommand(db, 'prepayment.request', prepayment);
  if (command?.state === 'pending') throw new Refusal('unavailable', 'the prepayment is still to be decided');
  return undefined;
}

/** Posts the money; what cannot be posted to anybody waits in the queue: it has arrived, whatever is wrong with it. */
export async function takeSettled(deps: ApiDeps, event: GatewayEvent, settled: SettledMoney): Promise<Handled> {
  const { externalId, amount, customer, prepayment } = settled;
  const request = gatewayRequestOf(deps, event);
  const incoming = { payment: deps.newId('pay'), amount, method: 'card', title: '', externalId } as const;
  if (customer !== null && customer.currency === amount.currency) {
    const receivedOn = valueDay(customer, event.at, request.wallNow);
    const destination = { allocations: null, prepayments: prepayment === null ? [] : [prepayment] };
    const made = await takePayment(deps.db, request, customer.id, { ...incoming, receivedOn }, destination);
    await outcomeOf(deps, made);
    return 'applied';
  }
  const seller = await sellerBy(deps.db, customer?.sellerId ?? DEFAULT_SELLER);
  const receivedOn = dayAt(Math.min(event.at, request.wallNow), seller.timeZone);
  const suspects = await suspectsOf(deps.db, seller.id, customer, amount);
  await takeUnmatched(deps.db, request, seller, { ...incoming, receivedOn }, suspects);
  return 'applied';
}

async function suspectsOf(
  db: Db,
  sellerId: string,
  customer: CustomerHead | null,
  amount: Money,
): Promise<readonly Suspect[]> {
  if (customer !== null) return [{ customer: customer.id, because: 'externalId' }];
  const owing = await customersOwing(db, sellerId, amount);
  return owing.map((one) => ({ customer: one, because: 'equalsOpenInvoice' }));
}

/** A late event counts from the day on which the money arrived; none counts from tomorrow. */
function valueDay(customer: CustomerHead, at: Instant, wallNow: Instant): Day {
  return dayAt(Math.min(at, businessNow(customer, wallNow)), customer.timeZone);
}
