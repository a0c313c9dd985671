/** How patient the client is. Times in milliseconds. */
export interface Limits {
  /** Tries of one read, or of one write whose effect could be looked up in between. */
  readonly attempts: number;
  /** First pause between tries; doubled each time. */
  readonly backoffMs: number;
  /** Longest wait for Microsoft's throttle, and for our own request budget, within one call. */
  readonly throttleWaitMs: number;
  /** How often a change is applied afresh after somebody else changed the resource in between. */
  readonly staleRetries: number;
  /** How long an accepted change may take to show when it is read back. */
  readonly confirmMs: number;
  /** How long to look for the subscription that came of an order. */
  readonly orderVisibleMs: number;
  /** Most pages of one list; more is an error and never a silently shortened list. */
  readonly pages: number;
}

export const defaultLimits: Limits = Object.freeze({
  attempts: 4,
  backoffMs: 250,
  throttleWaitMs: 10_000,
  staleRetries: 2,
  confirmMs: 10_000,
  orderVisibleMs: 10_000,
  pages: 1_000,
});
