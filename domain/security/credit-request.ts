import { addDays, daysBetween, type Day, type Instant, startOfDay } from '../calendar/day.ts';

/**
 * Microsoft may credit the charges of a first compromise, once for each tenant: asked for in the Azure portal within 60
 * calendar days of the first day of fraudulent usage, whenever that was discovered (practice 37).
 */
const WINDOW_DAYS = 60;
/** Microsoft gives it for what happened from this day on. */
export const CREDIT_FROM: Day = '2023-04-01';
/** Days after the first fraudulent usage on which the contact is reminded. */
const REMINDERS: readonly number[] = [30, 45, 55];

export interface CreditFacts {
  /** A later finding may move the day; the countdown moves with it. */
  'case.firstUsageFound': { readonly day: Day };
  /** The request was made in the Azure portal; Microsoft's ticket. `causeFixed`: what was known then. */
  'case.creditRequested': { readonly ticket: string; readonly filedOn: Day; readonly causeFixed: boolean };
  /** The days are over and nobody asked. */
  'case.creditLapsed': Record<string, never>;
}

export interface CreditClaim {
  readonly firstUsageOn: Day;
  readonly requested: { readonly ticket: string; readonly filedOn: Day; readonly at: Instant } | null;
  readonly lapsed: boolean;
}

export type CreditFact = {
  readonly [K in keyof CreditFacts]: { readonly kind: K; readonly body: CreditFacts[K]; readonly at: Instant };
}[keyof CreditFacts];

/** The claim after one more fact; null while no first day is known. */
export function foldCredit(before: CreditClaim | null, fact: CreditFact): CreditClaim | null {
  if (fact.kind === 'case.firstUsageFound')
    return { firstUsageOn: fact.body.day, requested: before?.requested ?? null, lapsed: false };
  if (before === null) return null;
  if (fact.kind === 'case.creditLapsed') return { ...before, lapsed: true };
  const { ticket, filedOn } = fact.body;
  return { ...before, requested: { ticket, filedOn, at: fact.at } };
}

/** The last day on which Microsoft takes the request. */
export function lastDayOf({ firstUsageOn }: Pick<CreditClaim, 'firstUsageOn'>): Day {
  return addDays(firstUsageOn, WINDOW_DAYS);
}

/** Days from today to the last one; 0 on the last day, negative afterwards. */
export function daysLeft(claim: Pick<CreditClaim, 'firstUsageOn'>, today: Day): number {
  return daysBetween(today, lastDayOf(claim));
}

/** Whether the countdown runs: neither asked for nor over. */
export function isCounting(claim: CreditClaim | null): claim is CreditClaim {
  return claim !== null && claim.requested === null && !claim.lapsed;
}

/** The instant at which the window is shut. Days are counted in UTC: Microsoft does not say by which midnight it counts. */
function endOf(claim: CreditClaim): Instant {
  return startOfDay(addDays(lastDayOf(claim), 1), 'UTC');
}

/**
 * The reminder that is due and has not been sent, by its key; of several that were slept through, the last. Null when there
 * is none.
 */
export function dueReminder(claim: CreditClaim | null, told: ReadonlySet<string>, now: Instant): string | null {
  if (!isCounting(claim) || now >= endOf(claim)) return null;
  const due = REMINDERS.findLast((days) => now >= reminderAt(claim, days));
  const key = due === undefined ? null : keyOf(claim, due);
  return key === null || told.has(key) ? null : key;
}

/** Whether the window has closed without a request, and nobody has noted it yet. */
export function hasLapsed(claim: CreditClaim | null, now: Instant): boolean {
  return isCounting(claim) && now >= endOf(claim);
}

/** Instants at which something about it is due. */
export function creditWakes(claim: CreditClaim | null): readonly Instant[] {
  return isCounting(claim) ? [...REMINDERS.map((days) => reminderAt(claim, days)), endOf(claim)] : [];
}

function reminderAt(claim: CreditClaim, days: number): Instant {
  return startOfDay(addDays(claim.firstUsageOn, days), 'UTC');
}

/** With the day, because a corrected day is a countdown of its own. */
function keyOf({ firstUsageOn }: CreditClaim, days: number): string {
  return `credit.${firstUsageOn}.${days}`;
}
