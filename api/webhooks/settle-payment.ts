import type { GatewayEvent, PaymentMethodView } from '../../adapters/gateway/port.ts';
import type { Change } from '../../db/change.ts';
import { findMakingCommand } from '../../db/commands.ts';
import { businessNow, type CustomerHead, findCustomer } from '../../db/customers.ts';
import type { Db } from '../../db/database.ts';
import { findPaymentsKnownAs } from '../../db/lists/payments.ts';
import { findPrepayment, type PrepaymentRecord } from '../../db/lists/prepayments.ts';
import { loadAccount } from '../../db/load-account.ts';
import { customersOwing } from '../../db/payers.ts';
import type { Suspect } from '../../db/tables/receivable-tables.ts';
import { type Day, dayAt, type Instant } from '../../domain/calendar/day.ts';
import { Refusal } from '../../domain/errors.ts';
import type { Money } from '../../domain/money.ts';
import { bankReferenceOf } from '../../domain/payer/bank-reference.ts';
import type { ApiDeps } from '../deps.ts';
import type { InstrumentState } from '../gateway/judge-instrument.ts';
import { shareInstrument } from '../kyc/share-trait.ts';
import { takePayment } from '../money/take-payment.ts';
import { takeUnmatched } from '../money/take-unmatched.ts';
import { outcomeOf } from '../outcome.ts';
import { DEFAULT_SELLER, sellerBy } from '../resources/seller.ts';
import { gatewayRequestOf } from './gateway-request.ts';
import { judgePayment, paidWith, recordHeld } from './judge-paid-with.ts';
import type { Handled } from './handled.ts';

/** Money that has arrived at the gateway. One payment is announced by its session and by its intent: it counts once. */
export interface SettledMoney {
  readonly externalId: string;
  readonly amount: Money;
  readonly customer: CustomerHead | null;
  readonly prepayment: string | null;
  /** What it was paid with, where that was asked. */
  readonly method?: PaymentMethodView | null;
}

/**
 * Posts what was paid on a page of ours, or charged to a card on file; the prepayment that it was for is settled. Money from
 * an instrument that must not count is held for a person (practices 14 and 26).
 */
export async function settlePayment(deps: ApiDeps, event: GatewayEvent): Promise<Handled> {
  const { amount, metadata } = event;
  const externalId = event.paymentId ?? event.checkoutId;
  if (externalId === null || amount === null) return 'ignored';
  if ((await findPaymentsKnownAs(deps.db, externalId)).length > 0) return 'known';
  const prepayment = metadata['prepayment'] ?? null;
  const asked = prepayment === null ? undefined : await askedFor(deps.db, prepayment);
  const reference = asked?.customerId ?? metadata['customer'];
  const customer = reference === undefined ? undefined : await findCustomer(deps.db, reference);
  const settled = { externalId, amount, customer: customer ?? null, prepayment };
  // Without the intent's id there is nothing to ask about; money of nobody waits for a person anyway.
  if (event.paymentId === null || customer?.currency !== amount.currency)
    return await takeSettled(deps, event, settled);
  const method = await paidWith(deps, event.paymentId);
  const { account } = await loadAccount(deps.db, customer);
  const verdict = judgePayment(account, method);
  const noted = { ...settled, customer, method };
  return verdict === 'accepted'
    ? await takeSettled(deps, event, noted)
    : await holdSettled(deps, event, noted, verdict);
}

/** The title of a held payment names the prepayment, so that it is settled once a person has matched the money. */
async function holdSettled(
  deps: ApiDeps,
  event: GatewayEvent,
  { externalId, amount, customer, prepayment, method }: SettledMoney & { readonly customer: CustomerHead },
  verdict: InstrumentState,
): Promise<Handled> {
  const request = gatewayRequestOf(deps, event);
  const { wallNow } = request;
  const seller = await sellerBy(deps.db, customer.sellerId);
  const payment = deps.newId('pay');
  const title = prepayment === null ? '' : bankReferenceOf(prepayment);
  const receivedOn = valueDay(customer, event.at, wallNow);
  const incoming = { payment, amount, method: 'card', title, externalId, receivedOn } as const;
  const suspects = [{ customer: customer.id, because: 'riskyInstrument' }] as const;
  await takeUnmatched(deps.db, request, seller, incoming, suspects, (change) =>
    recordHeld(change, method ?? null, { payment, verdict, wallNow }),
  );
  return 'applied';
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
  const { externalId, amount, customer, prepayment, method = null } = settled;
  const request = gatewayRequestOf(deps, event);
  const incoming = { payment: deps.newId('pay'), amount, method: 'card', title: '', externalId } as const;
  if (customer !== null && customer.currency === amount.currency) {
    const receivedOn = valueDay(customer, event.at, request.wallNow);
    const destination = { allocations: null, prepayments: prepayment === null ? [] : [prepayment] };
    const share = async (change: Change): Promise<void> => {
      if (method !== null) await shareInstrument(change, method, request.wallNow);
    };
    const made = await takePayment(deps.db, request, customer.id, { ...incoming, receivedOn }, destination, share);
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
