import type { z } from 'zod';
import { prepayment } from '../../contracts/prepayments.ts';
import { findMakingCommand } from '../../db/commands.ts';
import { findCustomer } from '../../db/customers.ts';
import type { Db } from '../../db/database.ts';
import { findPrepayment, findPrepaymentRequest, type PrepaymentRecord } from '../../db/lists/prepayments.ts';
import type { Phase } from '../../domain/decision.ts';
import { Refusal } from '../../domain/errors.ts';
import { fromStored } from '../../domain/money-format.ts';
import { money, zero } from '../../domain/money.ts';
import { bankReferenceOf } from '../../domain/payer/bank-reference.ts';
import type { Resource } from '../resource.ts';

type PrepaymentView = z.output<typeof prepayment>;

const ONBOARDING: readonly Phase[] = ['applied', 'verifying', 'awaitingPrepayment', 'refused'];

/** A prepayment that is on record. @throws Refusal `not_found` */
export async function prepaymentBy(db: Db, id: string): Promise<PrepaymentRecord> {
  const found = await findPrepayment(db, id);
  if (found === undefined) throw new Refusal('not_found', `there is no prepayment ${id}`);
  return found;
}

/** A prepayment; it has its address as soon as it was asked for, also while the life has not decided. */
export const prepaymentResource: Resource<typeof prepayment> = {
  name: 'prepayment',
  schema: prepayment,
  async load(db, id) {
    const view = (await findAsked(db, id)) ?? prepaymentView(await prepaymentBy(db, id));
    return view;
  },
};

export function prepaymentView(record: PrepaymentRecord): PrepaymentView {
  const amount = (minor: bigint) => money(minor, record.currency);
  return {
    id: record.id,
    amount: amount(record.amount),
    settled: amount(record.settled),
    state: record.state,
    purpose: record.purpose,
    requestedAt: record.requestedAt,
    checkoutUrl: record.checkoutUrl,
    bankReference: record.bankReference ?? bankReferenceOf(record.id),
  };
}

/** What the command asks for, until the life has made it. */
async function findAsked(db: Db, id: string): Promise<PrepaymentView | undefined> {
  const command = await findMakingCommand(db, 'prepayment.request', id);
  if (command === undefined || command.state === 'applied') return undefined;
  const customer = await findCustomer(db, command.customerId);
  const request = await findPrepaymentRequest(db, id);
  const amount = fromStored(command.body.amount);
  return {
    id,
    amount,
    settled: zero(amount.currency),
    state: 'requested',
    purpose: customer && ONBOARDING.includes(customer.phase) ? 'onboarding' : 'topUp',
    requestedAt: command.givenAt,
    checkoutUrl: request?.checkoutUrl ?? null,
    bankReference: bankReferenceOf(id),
  };
}
