import type { Instant } from '../calendar/day.ts';
import type { ClockName } from './case-facts.ts';
import { isAboutRules } from './cure.ts';
import type { SecurityCase } from './security-case.ts';

const HOUR = 3_600_000;

/** How long a promise may take, in milliseconds: Microsoft's guiding figures (practice 46; csp-guidance, C). */
const WITHIN = { acknowledge: HOUR, act: 24 * HOUR, answer: 24 * HOUR } as const;

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
 * Where rules were broken, to act is to have a plan; each of its steps has a clock of its own (practice 11).
 */
export function clocksOf(known: SecurityCase): readonly CaseClock[] {
  const { receivedAt, answerBy } = known;
  const clock = (name: ClockName, at: Instant, metAt: Instant | null, from = receivedAt): CaseClock => ({
    name,
    at,
    escalateAt: from + Math.max(0, at - from) / 2,
    metAt,
  });
  const plannedAt = isAboutRules(known) ? (known.cureSteps[0]?.plannedAt ?? null) : null;
  const nothingToContain = known.verdict !== null && (known.verdict !== 'fraud' || known.waived);
  return [
    clock('acknowledge', receivedAt + WITHIN.acknowledge, known.acknowledgedAt),
    clock('act', receivedAt + WITHIN.act, known.actedAt ?? plannedAt ?? (nothingToContain ? known.judgedAt : null)),
    clock('answer', answerBy ?? receivedAt + WITHIN.answer, known.answeredAt),
    ...known.cureSteps
      .filter(({ doneAt }) => doneAt !== null || !known.cureWaived)
      .map((one) => clock(`cure.${one.step}`, one.dueAt, one.doneAt, one.plannedAt)),
  ];
}
