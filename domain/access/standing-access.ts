import type { Instant } from '../calendar/day.ts';
import { type AccessTarget, isFullAdministration } from './access-target.ts';

/** An assignment as it stands at Microsoft. */
export interface StandingAssignment {
  /** Microsoft's id of the assignment. */
  readonly id: string;
  readonly target: AccessTarget;
}

/** A grant that gave an assignment, and until when it explains it. */
export interface Explanation {
  readonly assignment: string;
  /** Wall instant; null while nothing ends it: a verdict that called it legitimate. */
  readonly until: Instant | null;
}

/** A grant's own end takes moments; until then its access is not unexplained. */
const GRACE_MS = 3_600_000;

/** Full administrators whom nothing explains: no active grant, and no person's verdict (practice 10). */
export function unexplained(
  standing: readonly StandingAssignment[],
  explanations: readonly Explanation[],
  now: Instant,
): readonly StandingAssignment[] {
  const explained = new Set(
    explanations.filter(({ until }) => until === null || now < until + GRACE_MS).map(({ assignment }) => assignment),
  );
  return standing.filter(({ id, target }) => isFullAdministration(target) && !explained.has(id));
}
