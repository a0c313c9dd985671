import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';
import type { DayOrder } from '../../../domain/book/book-days.ts';
import { fill, sqlJudge } from '../../judge/sql-judge.ts';
import { type Evidence, postedRows } from './evidence.ts';

/** Something that must never be, found in what happened. `check` is the file in `checks/` that says what it is. */
export interface Violation {
  readonly check: string;
  readonly customer: string;
  readonly day: string;
  readonly detail: string;
}

/** How PostgreSQL's `to_date` names the ways to write a day; it takes a month of one digit as well. */
const DAY_FORMATS: Readonly<Record<DayOrder, string>> = {
  'year-month-day': 'YYYY-MM-DD',
  'month/day/year': 'MM/DD/YYYY',
  'day/month/year': 'DD/MM/YYYY',
  'day.month.year': 'DD.MM.YYYY',
};

const VIEWS = ['owed', 'suspected', 'sent', 'stopped', 'service'];

/** The second judge: SQL over the book and what happened. */
export const SECOND_JUDGE = sqlJudge<Evidence, Violation>({
  folder: import.meta.dirname,
  load,
  views: {
    async make(client) {
      await client.query(readFileSync(join(import.meta.dirname, 'views.sql'), 'utf8'));
    },
    async renew(client) {
      for (const view of VIEWS) await client.query(`refresh materialized view ${view}`);
    },
  },
  asking: (check) => `select customer, day::date::text as day, detail from (${check}) found order by day, customer`,
});

async function load(client: Client, { book, facts, happened, terms }: Evidence): Promise<void> {
  await fill(client, 'raw_book', book);
  await fill(client, 'posted', postedRows(facts));
  await fill(
    client,
    'happened',
    happened.map(({ customer, at, day, what, which, deliveredAt }) => ({
      customer,
      at: new Date(at),
      day,
      what,
      which,
      delivered_at: deliveredAt === undefined ? null : new Date(deliveredAt),
    })),
  );
  await fill(client, 'terms', [
    {
      from_day: terms.from,
      to_day: terms.to,
      day_format: DAY_FORMATS[terms.days],
      decimal_mark: terms.decimalMark,
      minor_digits: terms.minorDigits,
      distorted: terms.distorted,
      policy: terms.policy,
      minimum_notice_days: terms.minimumNoticeDays,
    },
  ]);
}
