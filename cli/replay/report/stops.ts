import { addDays, type Day, daysBetween } from '../../../domain/calendar/day.ts';
import type { Happened } from '../happened.ts';

/** One stay without service, from the day of the stop to the day of the return; `back` is null while it lasts. */
export interface Stop {
  readonly customer: string;
  readonly from: Day;
  readonly back: Day | null;
  readonly days: number;
}

/** The suspensions of customers, however many subscriptions each of them stopped. */
export function stopsOf(happened: readonly Happened[], to: Day): readonly Stop[] {
  const begun = new Map<string, Day>();
  const stops: Stop[] = [];
  for (const { customer, day, what } of happened.toSorted((a, b) => a.at - b.at)) {
    if (what === 'suspension' && !begun.has(customer)) begun.set(customer, day);
    const from = begun.get(customer);
    if (what !== 'reinstatement' || from === undefined) continue;
    stops.push({ customer, from, back: day, days: daysBetween(from, day) });
    begun.delete(customer);
  }
  for (const [customer, from] of begun)
    stops.push({ customer, from, back: null, days: daysBetween(from, addDays(to, 1)) });
  return stops.toSorted((a, b) => (a.from < b.from ? -1 : 1));
}
