import { Context } from '@temporalio/activity';
import type { RoundReport } from '../../contracts/round-activities.ts';
import { customersWithTenant, type WakeCandidate } from '../../db/wake-candidates.ts';
import { isId } from '../../domain/ids.ts';
import type { ActivityDeps } from '../deps.ts';
import { withHeartbeat } from '../heartbeat.ts';
import { sideBySide } from '../side-by-side.ts';

/** How far a round has come in the book: id of the last customer of the last page that it finished, empty at first. */
export interface Place {
  doneTo: string;
}

/** What looking at one customer, or at many, came to. */
export interface BookReport extends RoundReport {
  readonly calls: number;
}

export const NOTHING: BookReport = { looked: 0, woken: 0, calls: 0 };

/** A book as a round reads it. */
export interface Book<C> {
  /** Customers in the order of their ids, behind `after`; they alone are held in memory. */
  readonly page: (request: { readonly after: string; readonly limit: number }) => Promise<readonly C[]>;
  readonly idOf: (customer: C) => string;
  /** So many are looked at side by side: tenants are throttled each for itself (contract §2.6). */
  readonly width: number;
  /** What the log says of one who could not be looked at. */
  readonly failure: string;
}

const PAGE = 100;

/**
 * Does a round's work with the place that its last attempt had reached, and tells the server of it, by which it hears within
 * seconds that a worker has died. Nothing in `work` may send heartbeats of its own: they would be taken for the place.
 */
export async function withPlace<T>(work: (place: Place) => Promise<T>): Promise<T> {
  const { heartbeatDetails } = Context.current().info;
  const place: Place = { doneTo: isId('cus', heartbeatDetails) ? heartbeatDetails : '' };
  return await withHeartbeat(
    () => work(place),
    () => place.doneTo,
  );
}

/**
 * Looks at every customer behind the place, page by page, so that a book however long is looked at to its end. Whoever cannot be
 * looked at is logged, and keeps nobody else from it.
 */
export async function overTheBook<C>(
  { log }: Pick<ActivityDeps, 'log'>,
  place: Place,
  { page, idOf, width, failure }: Book<C>,
  look: (customer: C) => Promise<BookReport>,
): Promise<BookReport> {
  const lookAt = async (customer: C): Promise<BookReport> => {
    try {
      return await look(customer);
    } catch (error) {
      log.error({ err: error, customerId: idOf(customer) }, failure);
      return NOTHING;
    }
  };
  let sum = NOTHING;
  for (;;) {
    const customers = await page({ after: place.doneTo, limit: PAGE });
    const last = customers.at(-1);
    if (last === undefined) return sum;
    sum = (await sideBySide(customers, width, lookAt)).reduce(plus, sum);
    place.doneTo = idOf(last);
    Context.current().heartbeat(place.doneTo);
  }
}

/** Customers on the live clock with a tenant, eight side by side. */
export function customersOfTenants({ db }: Pick<ActivityDeps, 'db'>, failure: string): Book<WakeCandidate> {
  return {
    page: (request) => customersWithTenant(db, request),
    idOf: ({ customerId }) => customerId,
    width: 8,
    failure,
  };
}

/** One customer looked at, of whom there was news or not. */
export function lookedAt(isNews: boolean): BookReport {
  return { looked: 1, woken: isNews ? 1 : 0, calls: 0 };
}

export function plus(sum: BookReport, { looked, woken, calls }: BookReport): BookReport {
  return { looked: sum.looked + looked, woken: sum.woken + woken, calls: sum.calls + calls };
}
