/**
 * Messages of a customer's life. A *turn* is one assess; a *change* means "assess up to this fact version"; *because*
 * is a coded word, so that the Temporal history reads as a story. Types and constants only: workflow code imports this.
 */

export const LIFECYCLE_TYPE = 'customerLifecycle';
/** Update: answered when the change is decided. Its id is the operation id. */
export const CHANGED_UPDATE = 'changed';
/** Signal with the same meaning, sent by the relay when the update did not get through. */
export const CHANGED_SIGNAL = 'changedLate';

/** Workflow id of a customer's one life. */
export function lifecycleWorkflowId(customerId: string): string {
  return `customer:${customerId}`;
}

/** A run carries nothing that PostgreSQL lacks: `recover` can start any life anew from this. */
export interface LifecycleInput {
  readonly customerId: string;
  /** A run of another epoch than the customer's is refused by assess and ends. */
  readonly epoch: number;
  /** On a test clock a run is renewed only when the server suggests it: its virtual time does not survive renewal well. */
  readonly testClock: boolean;
}

export interface Changed {
  readonly factVersion: number;
  readonly because: string;
}

/** What a turn tells the workflow: ids and instants only, no personal data, no money. */
export interface Turn {
  readonly assessedVersion: number;
  readonly phase: string;
  readonly service: string;
  /** Effects to carry out now, in order. */
  readonly effects: readonly { readonly key: string; readonly kind: string; readonly summary: string }[];
  /** Milliseconds of the run's own time from the instant that was assessed until the next look; null = only a change wakes it. */
  readonly sleepMs: number | null;
  /** Markdown for Temporal's UI. */
  readonly details: string;
  /** The life is over: the run completes. */
  readonly over: boolean;
  /** This run is not the customer's: another epoch lives, or the run is behind what was decided. */
  readonly stale: boolean;
}
