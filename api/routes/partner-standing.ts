import type { z } from 'zod';
import { newPartnerCreditLimit, newPartnerPayment, partnerStandingView } from '../../contracts/partner-standing.ts';
import { commitSetting } from '../../db/commit-setting.ts';
import { findPartnerInvoice, insertCreditLimit, insertPartnerPayment } from '../../db/partner-books.ts';
import { dayAt } from '../../domain/calendar/day.ts';
import { Refusal } from '../../domain/errors.ts';
import { toStored } from '../../domain/money-format.ts';
import type { ApiDeps } from '../deps.ts';
import type { Made } from '../outcome.ts';
import { standingView } from '../partner/standing-view.ts';
import { read, readResource } from '../read.ts';
import { partnerCreditLimitResource, partnerPaymentResource } from '../resources/partner-payment.ts';
import type { Route } from '../route.ts';
import { write, type WriteContext } from '../write.ts';

const tag = 'partner';

export const partnerStandingRoutes: readonly Route[] = [
  read({
    id: 'getPartnerStanding',
    path: '/v1/partner-standing',
    tag,
    summary:
      'How the partner stands at Microsoft: invoices, credit limit with its warnings, whom to collect from first',
    answer: partnerStandingView,
    load: ({ db, now }) => standingView(db, now()),
  }),
  readResource({
    id: 'getPartnerPayment',
    path: '/v1/partner-payments/:payment',
    tag,
    summary: 'A payment of the partner to Microsoft, and by when it must show there',
    resource: partnerPaymentResource,
  }),
  write({
    id: 'recordPartnerPayment',
    method: 'POST',
    path: '/v1/partner-payments',
    tag,
    summary: 'Say that an invoice of Microsoft’s was paid; it shows there after five business days',
    status: 201,
    idempotencyKey: 'required',
    body: newPartnerPayment,
    shows: partnerPaymentResource,
    commit: recordPayment,
  }),
  write({
    id: 'recordPartnerCreditLimit',
    method: 'POST',
    path: '/v1/partner-credit-limits',
    tag,
    summary: 'Say what Microsoft’s credit limit on the partner is; no interface of Microsoft’s tells it',
    status: 201,
    idempotencyKey: 'optional',
    body: newPartnerCreditLimit,
    shows: partnerCreditLimitResource,
    commit: recordLimit,
  }),
];

/** @throws Refusal `not_found`, `currency_mismatch`, `future_value_date` */
async function recordPayment(
  { db, now, newId }: ApiDeps,
  { actor, idempotency }: WriteContext,
  { invoice, amount, paidOn }: z.output<typeof newPartnerPayment>,
): Promise<Made> {
  const wallNow = now();
  const today = dayAt(wallNow, 'UTC');
  if (paidOn > today) throw new Refusal('future_value_date', `today is ${today}`);
  const result = await commitSetting(db, { actor: actor.name, wallNow, idempotency }, async (trx) => {
    const known = await findPartnerInvoice(trx, invoice);
    if (known === undefined) throw new Refusal('not_found', `Microsoft has sent no invoice ${invoice}`);
    if (known.currency !== amount.currency)
      throw new Refusal('currency_mismatch', `the invoice is in ${known.currency}`, [
        { pointer: '/amount/currency', message: `must be ${known.currency}` },
      ]);
    const id = newId('ppm');
    const { minor, currency } = amount;
    await insertPartnerPayment(trx, {
      id,
      invoice,
      amount: minor,
      currency,
      paidOn,
      recordedAt: wallNow,
      actor: actor.name,
    });
    const body = { payment: id, invoice, amount: toStored(amount), paidOn };
    return { result: { shown: id, customerId: null }, kind: 'partner.paid', body };
  });
  return { ...result, operationId: null };
}

async function recordLimit(
  { db, now, newId }: ApiDeps,
  { actor, idempotency }: WriteContext,
  { limit }: z.output<typeof newPartnerCreditLimit>,
): Promise<Made> {
  const wallNow = now();
  const result = await commitSetting(db, { actor: actor.name, wallNow, idempotency }, async (trx) => {
    const id = newId('pcl');
    const { minor, currency } = limit;
    await insertCreditLimit(trx, { id, currency, limit: minor, recordedAt: wallNow, actor: actor.name });
    return {
      result: { shown: id, customerId: null },
      kind: 'partner.creditLimit',
      body: { creditLimit: id, limit: toStored(limit) },
    };
  });
  return { ...result, operationId: null };
}
