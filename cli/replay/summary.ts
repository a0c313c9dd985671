import type { Day } from '../../domain/calendar/day.ts';
import type { Happened } from './happened.ts';
import { stopsOf } from './report/stops.ts';
import type { ScriptFact } from './script/script-fact.ts';

/** What a replay came to, in numbers. */
export interface Counts {
  readonly customers: number;
  readonly invoices: number;
  readonly facts: number;
  readonly notices: number;
  /** By step, in the order of the ladder. */
  readonly noticesByStep: readonly (readonly [step: string, count: number])[];
  /** Of customers, not of subscriptions. */
  readonly suspensions: number;
  readonly reinstatements: number;
  /** Longest and mean stay without service, in days. */
  readonly longestStop: number;
  readonly meanStop: number;
}

export function countsOf(
  customers: number,
  facts: readonly ScriptFact[],
  happened: readonly Happened[],
  steps: readonly string[],
  to: Day,
): Counts {
  const notices = happened.filter((one) => one.what === 'notice');
  const stops = stopsOf(happened, to);
  const days = stops.reduce((sum, stop) => sum + stop.days, 0);
  return {
    customers,
    invoices: facts.filter((fact) => fact.kind === 'invoice').length,
    facts: facts.length,
    notices: notices.length,
    noticesByStep: steps
      .map((step) => [step, notices.filter((one) => one.which.split(' ')[0] === step).length] as const)
      .filter(([, count]) => count > 0),
    suspensions: stops.length,
    reinstatements: stops.filter((stop) => stop.back !== null).length,
    longestStop: Math.max(0, ...stops.map((stop) => stop.days)),
    meanStop: stops.length === 0 ? 0 : days / stops.length,
  };
}

/** Fewer than these in a whole book would prove nothing about dunning. */
const LEAST = { notices: 200, suspensions: 20, reinstatements: 20 } as const;

/** Why a run over a whole book says nothing; undefined when it does. */
export function vacuous(counts: Counts): string | undefined {
  const few = (['notices', 'suspensions', 'reinstatements'] as const).filter((what) => counts[what] < LEAST[what]);
  if (few.length === 0) return undefined;
  return `vacuous: ${few.map((what) => `${counts[what]} ${what}, at least ${LEAST[what]} are needed`).join('; ')}`;
}
