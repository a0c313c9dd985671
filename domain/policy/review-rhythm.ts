/** How often a customer is looked at again, and when somebody is reminded of it. */
export interface ReviewRhythm {
  readonly everyDays: number;
  /** Days after the review was due. */
  readonly remindAfterDays: number;
}

export const DEFAULT_RHYTHM: ReviewRhythm = Object.freeze({ everyDays: 365, remindAfterDays: 14 });
