import type { Turn } from './lifecycle.ts';

/** What `assess` is told: who, which run and turn, and the run's own time (epoch milliseconds). */
export interface AssessInput {
  readonly customerId: string;
  readonly epoch: number;
  readonly runId: string;
  readonly turn: number;
  readonly runTime: number;
}

export interface CarryOutInput {
  readonly customerId: string;
  readonly epoch: number;
  readonly effectKey: string;
  readonly runTime: number;
}

/** Activities of a life. Ids and instants cross this border, never personal data (design, rule 12). */
export interface LifeActivities {
  /** One turn in one transaction; idempotent per `(runId, turn)`. */
  assess(input: AssessInput): Promise<Turn>;
  /** Gate, act, read back, record. Returns when the effect is done, dropped, refused or deferred. */
  carryOut(input: CarryOutInput): Promise<void>;
}
