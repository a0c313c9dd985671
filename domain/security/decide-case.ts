import type { Instant } from '../calendar/day.ts';
import { type CaseClock, clocksOf } from './case-clocks.ts';
import type { CaseFactDraft } from './case-facts.ts';
import { isAboutRules, isCured, isPlanDone } from './cure.ts';
import type { Containment, SecurityCase } from './security-case.ts';

/** What is to be done outside, by a key that names it once for ever. */
export type CaseEffect =
  | { readonly kind: 'tell'; readonly key: string; readonly whom: 'contact' | 'deputy' }
  /** A letter to the customer: that Microsoft has stopped a subscription, or what is to be cured by when. */
  | { readonly kind: 'tellCustomer'; readonly key: string; readonly about: CustomerOccasion }
  | { readonly kind: 'cancelAzure'; readonly key: string; readonly containment: string }
  | { readonly kind: 'check'; readonly key: string; readonly containment: string }
  | { readonly kind: 'answer'; readonly key: string };

/** Why a customer is written to about a case. */
export type CustomerOccasion =
  | { readonly what: 'suspendedByMicrosoft'; readonly subscription: string }
  | { readonly what: 'curePlan'; readonly steps: readonly number[] };

export interface CaseDecision {
  readonly moves: readonly CaseFactDraft[];
  readonly effects: readonly CaseEffect[];
  /** When the answer would change by time alone; null when only an event can change it. */
  readonly wakeAt: Instant | null;
  readonly over: boolean;
}

const FIRST_CHECK_MS = 10_000;
const SLOWEST_CHECK_MS = 5 * 60_000;
/** An order to Azure shows after about ten minutes (contract §7.1); an hour later a person has to look. */
const MOST_CHECKS = 18;

/** What follows from a case and the time. Pure: the same case and instant give the same answer for ever. */
export function decideCase(known: SecurityCase, now: Instant): CaseDecision {
  if (known.closedAt !== null) return { moves: [], effects: [], wakeAt: null, over: true };
  const clocks = clocksOf(known);
  const moves = [...clocks.flatMap((clock) => lateness(known, clock, now)), ...givenUp(known)];
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

function givenUp({ containments }: SecurityCase): readonly CaseFactDraft[] {
  return containments
    .filter((one) => isUnderWay(one) && one.checks >= MOST_CHECKS)
    .map(({ containment }) => ({ kind: 'case.containmentFailed', body: { containment } }));
}

/**
 * Answered, nothing under way or left to be cured (practice 11), and a fraud is contained or closed without it by name
 * (practice 45). Where rules were broken, curing that is what contains it.
 */
function isSettled(known: SecurityCase): boolean {
  const { answeredAt, verdict, actedAt, waived, containments } = known;
  if (answeredAt === null || containments.some(isUnderWay) || !isCured(known)) return false;
  return verdict !== 'fraud' || actedAt !== null || waived || (isAboutRules(known) && isPlanDone(known));
}

/** What asked for an answer came by mail, and only a person can send one where it came from. */
function isAnsweredByPerson(known: SecurityCase): boolean {
  return isAboutRules(known) && known.alerts.length === 0 && known.notices.some(({ action }) => action.required);
}

function isUnderWay({ provenAt, failed }: Containment): boolean {
  return provenAt === null && !failed;
}

function effectsOf(known: SecurityCase, now: Instant): readonly CaseEffect[] {
  const tells: readonly CaseEffect[] = [
    { kind: 'tell', key: 'received', whom: 'contact' },
    ...[...known.escalated].map((clock) => ({ kind: 'tell', key: `escalated.${clock}`, whom: 'deputy' }) as const),
  ];
  const effects = [...tells, ...lettersOf(known)].filter(({ key }) => !known.told.has(key));
  for (const one of known.containments.filter(isUnderWay)) {
    const { containment, action, sentAt, checks } = one;
    if (action === 'cancelAzureSubscriptions' && sentAt === null)
      effects.push({ kind: 'cancelAzure', key: `cancelAzure.${containment}`, containment });
    else if (now >= checkAt(one))
      effects.push({ kind: 'check', key: `check.${containment}.${checks + 1}`, containment });
  }
  if (known.judgedAt !== null && known.answeredAt === null && !isAnsweredByPerson(known))
    effects.push({ kind: 'answer', key: `answer.${known.judgedAt}` });
  return effects;
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

/** Slower with every look that has not proven it. */
function checkAt({ orderedAt, sentAt, checkedAt, checks }: Containment): Instant {
  return (checkedAt ?? sentAt ?? orderedAt) + Math.min(FIRST_CHECK_MS * 2 ** checks, SLOWEST_CHECK_MS);
}

function wakeOf(known: SecurityCase, clocks: readonly CaseClock[], now: Instant): Instant | null {
  const open = clocks.filter((clock) => clock.metAt === null);
  const instants = [
    ...open.filter((clock) => !known.escalated.has(clock.name)).map((clock) => clock.escalateAt),
    ...open.filter((clock) => !known.missed.has(clock.name)).map((clock) => clock.at),
    ...known.containments.filter(isUnderWay).map(checkAt),
  ].filter((instant) => instant > now);
  return instants.length === 0 ? null : Math.min(...instants);
}
