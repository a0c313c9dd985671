import type { Instant } from '../calendar/day.ts';
import type { ClockName } from './case-facts.ts';
import type { SecurityCase } from './security-case.ts';

const HOUR = 3_600_000;

/** How long a promise may take, in milliseconds: Microsoft's guiding figures (practice 46; csp-guidance, C). */
const WITHIN: Readonly<Record<ClockName, number>> = { acknowledge: HOUR, act: 24 * HOUR, answer: 24 * HOUR };

/** A promise of a case. `metAt` is when it was kept, also when that was too late. */
export interface CaseClock {
  readonly name: ClockName;
  readonly at: Instant;
  /** Half of the time is over: the deputy is told, while there is still time to act. */
  readonly escalateAt: Instant;
  readonly metAt: Instant | null;
}

/**
 * The clocks of a case, from the instant at which the partner was told. A verdict other than fraud leaves nothing to
 * contain, and a fraud may be closed without containment by name; a notice that names its own day is answered by that.
 */
export function clocksOf(known: SecurityCase): readonly CaseClock[] {
  const { receivedAt, answerBy } = known;
  const clock = (name: ClockName, at: Instant, metAt: Instant | null): CaseClock => ({
    name,
    at,
    escalateAt: receivedAt + Math.max(0, at - receivedAt) / 2,
    metAt,
  });
  const nothingToContain = known.verdict !== null && (known.verdict !== 'fraud' || known.waived);
  return [
    clock('acknowledge', receivedAt + WITHIN.acknowledge, known.acknowledgedAt),
    clock('act', receivedAt + WITHIN.act, known.actedAt ?? (nothingToContain ? known.judgedAt : null)),
    clock('answer', answerBy ?? receivedAt + WITHIN.answer, known.answeredAt),
  ];
}
