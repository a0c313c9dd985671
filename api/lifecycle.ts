import type { Changed, Turn } from '../contracts/lifecycle.ts';

/** One run of a life, as Temporal keeps it. */
export interface RunHistory {
  readonly runId: string;
  /** The JSON that Temporal's own tools read. */
  readonly history: Readonly<Record<string, unknown>>;
}

/** The lives, as the API sees them. PostgreSQL holds the facts, so none of this may fail a write. */
export interface Lifecycle {
  /**
   * Tells a life that something changed, and starts it where it is missing. `pending` when the life cannot answer in
   * time for whatever reason: the fact is committed, and the relay delivers it.
   * @param operationId makes a second telling of the same change one update.
   */
  changed(customerId: string, change: Changed, operationId: string): Promise<Turn | 'pending'>;
  /** Every run that Temporal still has, oldest first. @throws Refusal `unavailable` */
  history(customerId: string): Promise<readonly RunHistory[]>;
  /** Whether Temporal answers. */
  reachable(): Promise<boolean>;
}
