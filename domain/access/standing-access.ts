import type { Instant } from '../calendar/day.ts';
import { type AccessTarget, isFullAdministration } from './access-target.ts';

/** An assignment as it stands at Microsoft. */
export interface StandingAssignment {
  /** Microsoft's id of the assignment. */
  readonly id: string;
  readonly target: AccessTarget;
}

/** What explains an assignment: a grant that gives exactly this, until a wall instant; or a verdict that called it legitimate. */
export type Explanation =
  | { readonly by: 'grant'; readonly target: AccessTarget; readonly until: Instant }
  | { readonly by: 'verdict'; readonly assignment: string };

/** A grant's own end takes moments; until then its access is not unexplained. */
const GRACE_MS = 3_600_000;

/** Full administrators whom nothing explains: no active grant, and no person's verdict (practice 10). */
export function unexplained(
  standing: readonly StandingAssignment[],
  explanations: readonly Explanation[],
  now: Instant,
): readonly StandingAssignment[] {
  const isExplained = ({ id, target }: StandingAssignment) =>
    explanations.some((one) =>
      one.by === 'verdict' ? one.assignment === id : now < one.until + GRACE_MS && isSame(one.target, target),
    );
  return standing.filter((one) => isFullAdministration(one.target) && !isExplained(one));
}

function isSame(one: AccessTarget, other: AccessTarget): boolean {
  const subscriptionOf = (target: AccessTarget) => (target.kind === 'azureRole' ? target.subscription : null);
  return (
    one.kind === other.kind &&
    one.role === other.role &&
    one.principal === other.principal &&
    subscriptionOf(one) === subscriptionOf(other)
  );
}
