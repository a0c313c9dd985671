import type { Instant } from '../../domain/calendar/day.ts';

/** Where a customer's clock arrived. */
export interface ClockMoved {
  /** The customer's business instant. */
  readonly now: Instant;
  /** True when the life has caught up and its effects are done; false when the advance goes on in the background. */
  readonly done: boolean;
  /** Id of the operation that tells how it ended; null when done. */
  readonly operation: string | null;
}

/** Moves one customer on the real server, the API and the simulators with it. */
export interface ClockMover {
  /**
   * Answers when the clock has arrived and the life has caught up, or after 30 s with `done: false`.
   * @param to business instant, after the customer's now.
   * @throws Refusal `clock_moving` while another advance of this customer runs.
   */
  advance(customerId: string, to: Instant): Promise<ClockMoved>;
}
