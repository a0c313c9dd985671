import type { Instant } from '../calendar/day.ts';
import { decideAfterwards } from './afterwards.ts';
import { type CaseClock, clocksOf } from './case-clocks.ts';
import type { CaseDecision, CaseEffect } from './case-decision.ts';
import type { CaseFactDraft } from './case-facts.ts';
import { isAboutRules, isCured, isPlanDone } from './cure.ts';
import { creditWakes, dueReminder, hasLapsed } from './credit-request.ts';
import {
  containmentEffects,
  containmentMoves,
  containmentWakes,
  isReturned,
  isReversing,
  isUnderWay,
  isWaiting,
} from './decide-containment.ts';
import { openSteps } from './drill.ts';
import type { SecurityCase } from './security-case.ts';

/** What follows from a case and the time. Pure: the same case and instant give the same answer for ever. */
export function decideCase(known: SecurityCase, now: Instant): CaseDecision {
  if (known.closedAt !== null) return decideAfterwards(known, now);
  const clocks = clocksOf(known);
  const moves = [
    ...clocks.flatMap((clock) => lateness(known, clock, now)),
    ...containmentMoves(known.containments),
    ...furtherMoves(known, now),
  ];
  if (isSettled(known)) moves.push({ kind: 'case.closed', body: {} });
  const effects = moves.length > 0 ? [] : effectsOf(known, now);
  return { moves, effects, wakeAt: wakeOf(known, clocks, now), over: false };
}

function lateness({ escalated, missed }: SecurityCase, clock: CaseClock, now: Instant): readonly CaseFactDraft[] {
  if (clock.metAt !== null) return [];
  const moves: CaseFactDraft[] = [];
  if (now >= clock.escalateAt && !escalated.has(clock.name))
    moves.push({ kind: 'case.escalated', body: { clock: clock.name } });
  if (now >= clock.at && !missed.has(clock.name)) moves.push({ kind: 'case.clockMissed', body: { clock: clock.name } });
  return moves;
}

/** A compromise asks for its drill (practice 47); a credit that nobody asked for in time is on record as such. */
function furtherMoves({ verdict, compromise, drill, credit }: SecurityCase, now: Instant): readonly CaseFactDraft[] {
  const moves: CaseFactDraft[] = [];
  if (verdict === 'fraud' && compromise && drill === null) moves.push({ kind: 'case.drillStarted', body: {} });
  if (hasLapsed(credit, now)) moves.push({ kind: 'case.creditLapsed', body: {} });
  return moves;
}

/**
 * Answered, nothing under way, waiting for a second person or left to be cured (practice 11), every step of a drill done or
 * waived, and a fraud is contained, and stayed so, or is closed without it by name (practices 45, 47, 52). Where rules were
 * broken, curing that is what contains it. A letter to the customer that has not gone out yet is waited for: nobody would send it
 * afterwards. One that reaches nobody counts as told, and is a task.
 */
function isSettled(known: SecurityCase): boolean {
  const { answeredAt, verdict, actedAt, waived, compromise, containments, drill } = known;
  if (answeredAt === null || !isCured(known)) return false;
  if (lettersOf(known).some(({ key }) => !known.told.has(key))) return false;
  if (containments.some((one) => isUnderWay(one) || isWaiting(one) || isReversing(one.reversal))) return false;
  if (verdict !== 'fraud') return true;
  if (drill === null ? compromise : openSteps(drill).length > 0) return false;
  const isContained = actedAt !== null || (isAboutRules(known) && isPlanDone(known));
  return waived || (isContained && !containments.some(isReturned));
}

/** What asked for an answer came by mail, and only a person can send one where it came from. */
function isAnsweredByPerson(known: SecurityCase): boolean {
  return isAboutRules(known) && known.alerts.length === 0 && known.notices.some(({ action }) => action.required);
}

function effectsOf(known: SecurityCase, now: Instant): readonly CaseEffect[] {
  const letters: readonly CaseEffect[] = [...tellsOf(known, now), ...lettersOf(known)];
  const effects = letters.filter(({ key }) => !known.told.has(key));
  effects.push(...containmentEffects(known.containments, known.tasks, now));
  if (known.judgedAt !== null && known.answeredAt === null && !isAnsweredByPerson(known))
    // One key for every verdict: a changed one goes out after the one that is on its way, never beside it.
    effects.push({ kind: 'answer', key: 'answer' });
  return effects;
}

/** Who is to be told of what: an approval goes to the deputy, because the contact is likely to have asked for it. */
function tellsOf(known: SecurityCase, now: Instant): readonly Extract<CaseEffect, { readonly kind: 'tell' }>[] {
  const tell = (key: string, whom: 'contact' | 'deputy') => ({ kind: 'tell', key, whom }) as const;
  const reminder = dueReminder(known.credit, known.told, now);
  return [
    tell('received', 'contact'),
    ...[...known.escalated].map((clock) => tell(`escalated.${clock}`, 'deputy')),
    ...known.containments.filter(isWaiting).map(({ containment }) => tell(`approval.${containment}`, 'deputy')),
    ...known.containments
      .filter(isReturned)
      .flatMap(({ containment, returns }) => [
        tell(`returned.${containment}.${returns}`, 'contact'),
        tell(`returned.${containment}.${returns}.deputy`, 'deputy'),
      ]),
    ...(reminder === null ? [] : [tell(reminder, 'contact')]),
  ];
}

/** One letter for each time that Microsoft has stopped something, and one for each plan (practices 11, 30). */
function lettersOf({ suspensions, cureSteps }: SecurityCase): readonly CaseEffect[] {
  const plans = Map.groupBy(cureSteps, ({ plannedAt }) => plannedAt);
  return [
    ...suspensions.map(
      ({ occurrence, subscription }): CaseEffect => ({
        kind: 'tellCustomer',
        key: `customer.${occurrence}`,
        about: { what: 'suspendedByMicrosoft', subscription },
      }),
    ),
    ...[...plans.values()].map((steps): CaseEffect => {
      const numbers = steps.map(({ step }) => step);
      return {
        kind: 'tellCustomer',
        key: `customer.curePlan.${numbers[0] ?? 0}`,
        about: { what: 'curePlan', steps: numbers },
      };
    }),
  ];
}

function wakeOf(known: SecurityCase, clocks: readonly CaseClock[], now: Instant): Instant | null {
  const open = clocks.filter((clock) => clock.metAt === null);
  const instants = [
    ...open.filter((clock) => !known.escalated.has(clock.name)).map((clock) => clock.escalateAt),
    ...open.filter((clock) => !known.missed.has(clock.name)).map((clock) => clock.at),
    ...containmentWakes(known.containments),
    ...creditWakes(known.credit),
  ].filter((instant) => instant > now);
  return instants.length === 0 ? null : Math.min(...instants);
}
