import { z } from 'zod';
import { day, id, instant } from './values.ts';
import { limitMoney, money, positiveMoney } from './wire-money.ts';

const state = z.enum(['good', 'overdue', 'atRisk']);

/** An invoice of Microsoft's to the partner, with something open. `onItsWay` was paid and is not yet to be seen there. */
const partnerInvoice = z.strictObject({
  invoice: z.string(),
  invoicedOn: day,
  dueOn: day,
  total: money,
  open: money,
  onItsWay: money,
  state,
});

/** A customer whose payment would help most. */
const collectFirst = z.strictObject({ customer: id('cus'), overdue: money, exposure: money });

/**
 * How the partner stands at Microsoft in one currency. `warning` is the share of Microsoft's limit that is reached;
 * `sellsNew` says whether it would take a new order.
 */
const standing = z.strictObject({
  currency: z.string(),
  state,
  sellsNew: z.boolean(),
  owed: money,
  onItsWay: money,
  overdue: money,
  overdueDays: z.int(),
  unbilled: money,
  creditLimit: money.nullable(),
  available: money.nullable(),
  usedPercent: z.int().nullable(),
  warning: z.union([z.literal(70), z.literal(85), z.literal(100)]).nullable(),
  invoices: z.array(partnerInvoice),
  collectFirst: z.array(collectFirst),
});

export const partnerStandingView = z
  .strictObject({ asOf: day, currencies: z.array(standing) })
  .meta({ id: 'PartnerStanding' });

export const newPartnerPayment = z
  .strictObject({ invoice: z.string().min(1).max(100), amount: positiveMoney, paidOn: day })
  .meta({ id: 'NewPartnerPayment' });

/** `shownBy` is the last day on which it may still be on its way to Microsoft's books. */
export const partnerPayment = z
  .strictObject({
    id: id('ppm'),
    invoice: z.string(),
    amount: money,
    paidOn: day,
    shownBy: day,
    recordedAt: instant,
    recordedBy: z.string(),
  })
  .meta({ id: 'PartnerPayment' });

/** Microsoft's credit limit on the partner, as its finance contact was told. */
export const newPartnerCreditLimit = z.strictObject({ limit: limitMoney }).meta({ id: 'NewPartnerCreditLimit' });
export const partnerCreditLimit = z
  .strictObject({ id: id('pcl'), limit: money, recordedAt: instant, recordedBy: z.string() })
  .meta({ id: 'PartnerCreditLimit' });
