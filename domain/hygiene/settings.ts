/** What a review goes by. Frozen when it is opened, so that a changed configuration does not move a promised day. */
export interface HygieneSettings {
  /** A member who has not signed in for so many days is inactive; 90 to 180 is usual (practice 73). */
  readonly inactiveDays: number;
  /** The same for guests, whose invitation runs out after as many days (practice 74). */
  readonly guestDays: number;
  /** How often a customer's directory is reviewed. */
  readonly everyDays: number;
  /** How long the customer has to act upon the report. */
  readonly answerDays: number;
  /** Reminders, in days after the report. */
  readonly remindAfterDays: readonly number[];
  /** After the due day the directory is looked at every so many days until it is settled. */
  readonly lookEveryDays: number;
  /** Disabled first, deleted so much later: whoever misses the account has time to say so (practice 74). */
  readonly deleteAfterDays: number;
  /** Unassigned licences below this share of what was bought are a usual reserve. */
  readonly sparePercent: number;
}

/** At the middle, and shortly before the end. */
export function remindersWithin(answerDays: number): readonly number[] {
  return [Math.floor(answerDays / 2), answerDays - Math.max(1, Math.floor(answerDays / 6))];
}

/** The usual: three months unused, reviewed every quarter, a month to act with two reminders. */
export const USUAL_HYGIENE: HygieneSettings = Object.freeze({
  inactiveDays: 90,
  guestDays: 90,
  everyDays: 91,
  answerDays: 30,
  remindAfterDays: remindersWithin(30),
  lookEveryDays: 7,
  deleteAfterDays: 30,
  sparePercent: 10,
});
