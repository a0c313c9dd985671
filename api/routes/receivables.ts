import type { z } from 'zod';
import {
  ageing,
  ageingQuery,
  exposure,
  exposureQuery,
  trialBalance,
  trialBalanceQuery,
} from '../../contracts/receivables.ts';
import { ageingSql } from '../../db/ageing.ts';
import { currenciesInUse } from '../../db/currencies.ts';
import { businessNow, type CustomerHead } from '../../db/customers.ts';
import { exposureByCover } from '../../db/exposure-cover.ts';
import { exposureByTier, listExposures, totalExposure } from '../../db/exposures.ts';
import { findSeller } from '../../db/sellers.ts';
import { type AccountBalance, trialBalance as balances } from '../../db/trial-balance.ts';
import { type Day, dayAt } from '../../domain/calendar/day.ts';
import { Refusal } from '../../domain/errors.ts';
import { money } from '../../domain/money.ts';
import { ageingBuckets } from '../../domain/receivables/ageing.ts';
import type { ApiDeps } from '../deps.ts';
import { read } from '../read.ts';
import { customerBy } from '../resources/customer.ts';
import { DEFAULT_SELLER } from '../resources/seller.ts';
import type { Route } from '../route.ts';

const tag = 'receivables';

export const receivableRoutes: readonly Route[] = [
  read({
    id: 'getAgeing',
    path: '/v1/receivables/ageing',
    tag,
    summary: 'What was open on a day, by how long it was overdue; all customers on the live clock, or one',
    query: ageingQuery,
    answer: ageing,
    load: (deps, { query }) => ageingOf(deps, query),
  }),
  read({
    id: 'getExposure',
    path: '/v1/exposure',
    tag,
    summary: 'What would be lost if nobody paid again: by customer, by risk tier or by cover, and in sum',
    query: exposureQuery,
    answer: exposure,
    load: (deps, { query }) => exposureOf(deps, query),
  }),
  read({
    id: 'getTrialBalance',
    path: '/v1/ledger/trial-balance',
    tag,
    summary: 'Every account of the ledger at the end of a day; sums to zero',
    query: trialBalanceQuery,
    answer: trialBalance,
    async load(deps, { query }) {
      const day = query.asOf ?? (await accountingToday(deps));
      const rows = await balances(deps.db, { asOf: day, testClocks: query.testClocks ?? false });
      return { asOf: day, currencies: [...Map.groupBy(rows, (row) => row.currency)].map(inOneCurrency) };
    },
  }),
];

async function ageingOf(deps: ApiDeps, query: z.output<typeof ageingQuery>): Promise<z.output<typeof ageing>> {
  const { db, now } = deps;
  const customer = query.customer === undefined ? undefined : await customerBy(db, query.customer);
  const asOf =
    query.asOf ?? (customer ? dayAt(businessNow(customer, now()), customer.timeZone) : await accountingToday(deps));
  const books = await ageingSql(db, { asOf, currency: query.currency, customer: customer?.id });
  const currency = query.currency ?? (await onlyCurrency(deps, [...books.keys()], customer));
  const { buckets, total } = books.get(currency) ?? ageingBuckets([], asOf);
  return {
    asOf,
    buckets: buckets.map(({ name, amount }) => ({ name, amount: money(amount, currency) })),
    total: money(total, currency),
  };
}

/** Amounts of two currencies have no sum. @throws Refusal `malformed` that names those there are */
async function onlyCurrency(
  { db }: ApiDeps,
  inBook: readonly string[],
  customer: CustomerHead | undefined,
): Promise<string> {
  const [first, ...others] = inBook;
  if (others.length > 0) {
    const message = `the book has ${inBook.toSorted().join(', ')}: name one`;
    throw new Refusal('malformed', message, [{ pointer: '/currency', message }]);
  }
  // An empty book has a currency as well: that of the customers, or of the country this was made for.
  return first ?? customer?.currency ?? (await currenciesInUse(db))[0] ?? 'PLN';
}

async function exposureOf({ db }: ApiDeps, query: z.output<typeof exposureQuery>): Promise<z.output<typeof exposure>> {
  const filter = { currency: query.currency, testClocks: query.testClocks ?? false };
  const totals = (await totalExposure(db, filter)).map((total) => ({ currency: total.currency, ...amountsOf(total) }));
  if (query.by === 'tier') {
    const tiers = await exposureByTier(db, filter);
    return { items: tiers.map((row) => ({ ...grouped(row), tier: row.tier })), nextCursor: null, totals };
  }
  if (query.by === 'cover') {
    const covers = await exposureByCover(db, filter);
    return { items: covers.map((row) => ({ ...grouped(row), cover: row.cover })), nextCursor: null, totals };
  }
  const { items, nextCursor } = await listExposures(db, filter, query);
  return {
    items: items.map((row) => ({ ...grouped({ ...row, customers: 1 }), customer: row.customerId })),
    nextCursor,
    totals,
  };
}

/** What a line of the answer says of a group of customers; the caller adds what the group is. */
function grouped(row: Parameters<typeof amountsOf>[0] & { readonly customers: number }) {
  return { customer: null, tier: null, cover: null, customers: row.customers, ...amountsOf(row) };
}

type Part = 'open' | 'unbilled' | 'prepaid' | 'unapplied' | 'exposure';

function amountsOf(row: { readonly currency: string } & Readonly<Record<Part, bigint>>) {
  const amount = (part: Part) => money(row[part], row.currency);
  return {
    open: amount('open'),
    unbilled: amount('unbilled'),
    prepaid: amount('prepaid'),
    unapplied: amount('unapplied'),
    exposure: amount('exposure'),
  };
}

function inOneCurrency([currency, rows]: [string, readonly AccountBalance[]]) {
  const amount = (minor: bigint) => money(minor, currency);
  return {
    currency,
    accounts: rows.map(({ account, debit, credit, balance }) => ({
      account,
      debit: amount(debit),
      credit: amount(credit),
      balance: amount(balance),
    })),
    total: amount(rows.reduce((sum, row) => sum + row.balance, 0n)),
  };
}

/** The day in the zone in which the seller keeps his books. */
async function accountingToday({ db, now }: ApiDeps): Promise<Day> {
  return dayAt(now(), (await findSeller(db, DEFAULT_SELLER))?.timeZone ?? 'UTC');
}
