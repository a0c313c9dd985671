import { partnerCreditLimit, partnerPayment } from '../../contracts/partner-standing.ts';
import { findCreditLimit, findPartnerPayment } from '../../db/partner-books.ts';
import { Refusal } from '../../domain/errors.ts';
import { money } from '../../domain/money.ts';
import { BANK_HOLIDAYS, shownBy } from '../../domain/partner/microsoft-terms.ts';
import type { Resource } from '../resource.ts';

/** What the partner has paid to Microsoft. */
export const partnerPaymentResource: Resource<typeof partnerPayment> = {
  name: 'payment',
  schema: partnerPayment,
  async load(db, id) {
    const found = await findPartnerPayment(db, id);
    if (found === undefined) throw new Refusal('not_found', `there is no payment ${id} to Microsoft`);
    const { invoice, amount, currency, paidOn, recordedAt, actor } = found;
    return {
      id,
      invoice,
      amount: money(amount, currency),
      paidOn,
      shownBy: shownBy(paidOn, BANK_HOLIDAYS),
      recordedAt,
      recordedBy: actor,
    };
  },
};

/** Microsoft's limit on the partner, as it was told. */
export const partnerCreditLimitResource: Resource<typeof partnerCreditLimit> = {
  name: 'creditLimit',
  schema: partnerCreditLimit,
  async load(db, id) {
    const found = await findCreditLimit(db, id);
    if (found === undefined) throw new Refusal('not_found', `there is no credit limit ${id}`);
    const { limit, currency, recordedAt, actor } = found;
    return { id, limit: money(limit, currency), recordedAt, recordedBy: actor };
  },
};
