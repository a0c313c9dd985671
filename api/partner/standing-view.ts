import type { z } from 'zod';
import type { partnerStandingView } from '../../contracts/partner-standing.ts';
import { customersOwingMost } from '../../db/customers-owing-most.ts';
import type { Db } from '../../db/database.ts';
import { type CurrencyBooks, partnerBooks } from '../../db/partner-books.ts';
import { type Day, dayAt, type Instant } from '../../domain/calendar/day.ts';
import { money } from '../../domain/money.ts';
import { partnerStanding } from '../../domain/partner/partner-standing.ts';

type View = z.output<typeof partnerStandingView>;

/** So many customers are named as those to collect from first. */
const NAMED = 20;

/** How the partner stands at Microsoft, by what was last read there and what finance has paid since. */
export async function standingView(db: Db, wallNow: Instant): Promise<View> {
  const asOf = dayAt(wallNow, 'UTC');
  const currencies: View['currencies'] = [];
  for (const books of await partnerBooks(db)) currencies.push(await inOneCurrency(db, books, asOf, wallNow));
  return { asOf, currencies };
}

async function inOneCurrency(
  db: Db,
  { currency, ...books }: CurrencyBooks,
  today: Day,
  wallNow: Instant,
): Promise<View['currencies'][number]> {
  const { open, owed, onItsWay, overdue, available, ...standing } = partnerStanding({ ...books, today });
  const inMoney = (minor: bigint) => money(minor, currency);
  // Whose money frees the limit soonest matters only when the limit begins to press.
  const pressed = standing.warning !== null || standing.state !== 'good';
  const owing = pressed ? await customersOwingMost(db, { currency, limit: NAMED }, wallNow) : [];
  return {
    currency,
    ...standing,
    owed: inMoney(owed),
    onItsWay: inMoney(onItsWay),
    overdue: inMoney(overdue),
    unbilled: inMoney(books.unbilled),
    creditLimit: books.creditLimit === null ? null : inMoney(books.creditLimit),
    available: available === null ? null : inMoney(available),
    invoices: open.map((invoice) => ({
      invoice: invoice.id,
      invoicedOn: invoice.invoicedOn,
      dueOn: invoice.dueOn,
      total: inMoney(invoice.total),
      open: inMoney(invoice.open),
      onItsWay: inMoney(invoice.onItsWay),
      state: invoice.state,
    })),
    collectFirst: owing.map((one) => ({
      customer: one.customerId,
      overdue: inMoney(one.overdue),
      exposure: inMoney(one.exposure),
    })),
  };
}
