import { MS_PER_DAY } from '../../domain/calendar/epoch-day.ts';
import { UNKNOWN_REGION, type UsageHistory } from '../../domain/usage/usage-history.ts';
import type { Line, Statement, WatchedCustomer } from '../../simulators/watched-year/labelled-customer.ts';

/** As `worker/rounds.ts` has it. */
const USAGE_EVERY = MS_PER_DAY / 6;
const NOON = MS_PER_DAY / 2;
/** How long after the figures of a day Microsoft's rated usage says in which regions it was (contract §15.3). */
const RATED_AFTER = MS_PER_DAY;
/** How far back a look needs statements and activity; more is loaded by no round either. */
const STATEMENTS_OF = 60 * MS_PER_DAY;
const ACTIVITY_OF = 120 * MS_PER_DAY;

/** What the product has read of a customer at an instant. */
export interface Reading {
  readonly at: number;
  readonly history: UsageHistory;
}

/**
 * What the invented world knows at once, as Microsoft tells it: no hours at all, and no region before the day was rated, which
 * states it anew. What the product cannot see counts for nothing.
 */
export function asRead(customer: WatchedCustomer): WatchedCustomer {
  const byDay = Map.groupBy(customer.statements, ({ day }) => day);
  const read = [...byDay.values()].flatMap((told) => {
    const ratedAt = noonUpTo((told[0]?.knownAt ?? 0) + RATED_AFTER + MS_PER_DAY - 1);
    const figures = told.filter(({ knownAt }) => knownAt < ratedAt);
    const rated = figures.slice(-1).map((last) => ({ ...last, knownAt: ratedAt }));
    const later = told.filter(({ knownAt }) => knownAt >= ratedAt);
    return [
      ...figures.map((one) => without(one, { night: null, region: UNKNOWN_REGION })),
      ...[...rated, ...later].map((one) => without(one, { night: null })),
    ];
  });
  return { ...customer, statements: read.toSorted((one, other) => one.knownAt - other.knownAt) };
}

/**
 * The looks from `from` to before `until` at a customer as it is read, on the product's own timetable: figures of usage every
 * four hours, regions and activity once a day, at noon UTC. Where nothing new was read there is no look, as in the product.
 */
export function* looksAt(read: WatchedCustomer, from: number, until: number): Generator<Reading> {
  let known = 0;
  for (let at = from; at < until; at += USAGE_EVERY) {
    const { statements, activity } = knownBy(read, at);
    if (statements + activity > known) yield { at, history: readBy(read, at) };
    known = statements + activity;
  }
}

/** What was read of a customer, given as it is read, by an instant. */
export function readBy(read: WatchedCustomer, at: number): UsageHistory {
  const known = knownBy(read, at);
  return {
    ...read,
    statements: read.statements.slice(countUpTo(read.statements, at - STATEMENTS_OF), known.statements),
    activity: read.activity.slice(countUpTo(read.activity, at - ACTIVITY_OF), known.activity),
  };
}

/** How many statements and records were read by an instant. */
function knownBy({ statements, activity }: WatchedCustomer, at: number) {
  return { statements: countUpTo(statements, at), activity: countUpTo(activity, noonUpTo(at)) };
}

function without(statement: Statement, hidden: Partial<Line>): Statement {
  return { ...statement, lines: statement.lines.map((line) => ({ ...line, ...hidden })) };
}

/** The latest noon UTC that is not after an instant. */
function noonUpTo(at: number): number {
  return Math.floor((at - NOON) / MS_PER_DAY) * MS_PER_DAY + NOON;
}

/** How many of what is sorted by when it became known were known at an instant. */
function countUpTo(sorted: readonly { readonly knownAt: number }[], at: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle]?.knownAt ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
