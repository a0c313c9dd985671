import { UNKNOWN_REGION, type UsageHistory, type UsageStatement } from '../../domain/usage/usage-history.ts';
import type { WatchedCustomer } from '../../simulators/watched-year/labelled-customer.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOON = 12 * HOUR;

/** As `worker/rounds.ts` has it. */
const USAGE_EVERY = 4 * HOUR;
/** How long after the figures of a day Microsoft's rated usage says in which regions it was (contract §15.3). */
const RATED_AFTER = DAY;
/** How far back a look needs statements and activity; more is loaded by no round either. */
const STATEMENTS_OF = 60 * DAY;
const ACTIVITY_OF = 120 * DAY;

/** What the product has read of a customer at an instant. */
export interface Reading {
  readonly at: number;
  readonly history: UsageHistory;
}

/**
 * A customer's looks from `from` to before `until`, on the product's own timetable: figures of usage every four hours, regions
 * and activity once a day, at noon UTC. Where nothing new was read there is no look, as in the product.
 */
export function* looksAt(customer: WatchedCustomer, from: number, until: number): Generator<Reading> {
  const statements = asRead(customer.statements);
  let known = '';
  for (let at = from; at < until; at += USAGE_EVERY) {
    const reading = readingOf(customer, statements, at);
    if (reading.known !== known) yield reading;
    ({ known } = reading);
  }
}

/** What was read of a customer by an instant. */
export function readBy(customer: WatchedCustomer, at: number): UsageHistory {
  return readingOf(customer, asRead(customer.statements), at).history;
}

function readingOf(
  customer: WatchedCustomer,
  statements: readonly UsageStatement[],
  at: number,
): Reading & { readonly known: string } {
  const stated = countUpTo(statements, at);
  const done = countUpTo(customer.activity, noonUpTo(at));
  const history = {
    ...customer,
    statements: statements.slice(countUpTo(statements, at - STATEMENTS_OF), stated),
    activity: customer.activity.slice(countUpTo(customer.activity, at - ACTIVITY_OF), done),
  };
  return { at, history, known: `${stated} ${done}` };
}

/**
 * What the invented world knows at once, as Microsoft tells it: no hours at all, and no region before the day was rated, which
 * states it anew. What the product cannot see counts for nothing.
 */
function asRead(statements: WatchedCustomer['statements']): readonly UsageStatement[] {
  const byDay = Map.groupBy(statements, ({ day }) => day);
  const read = [...byDay.values()].flatMap((told) => {
    const ratedAt = noonUpTo((told[0]?.knownAt ?? 0) + RATED_AFTER + DAY - 1);
    const figures = told.filter(({ knownAt }) => knownAt < ratedAt);
    const rated = figures.slice(-1).map((last) => ({ ...last, knownAt: ratedAt }));
    const later = told.filter(({ knownAt }) => knownAt >= ratedAt);
    return [...figures.map(withoutRegions), ...[...rated, ...later].map(withoutHours)];
  });
  return read.toSorted((one, other) => one.knownAt - other.knownAt);
}

function withoutHours(statement: UsageStatement): UsageStatement {
  return { ...statement, lines: statement.lines.map((line) => ({ ...line, night: null })) };
}

function withoutRegions(statement: UsageStatement): UsageStatement {
  return { ...statement, lines: statement.lines.map((line) => ({ ...line, night: null, region: UNKNOWN_REGION })) };
}

/** The latest noon UTC that is not after an instant. */
function noonUpTo(at: number): number {
  return Math.floor((at - NOON) / DAY) * DAY + NOON;
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
