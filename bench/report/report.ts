import type { Counted } from '../counts/count-scenarios.ts';
import type { Compared } from '../measures/against-bare.ts';
import type { Figure } from '../measures/figure.ts';

/** The machine that something was measured on. */
export interface Host {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
  readonly postgres: string;
  readonly temporal: string;
}

/** All that one run of the benchmark came to; this is what the JSON file holds. */
export interface BenchReport {
  /** RFC 3339, when the run began. */
  readonly measuredAt: string;
  readonly seconds: number;
  readonly host: Host;
  /** Load average over one minute before the run began: what others were doing on this machine. */
  readonly loadBefore: number;
  readonly counts: readonly CountRow[];
  readonly againstBare: readonly Compared[];
  readonly figures: readonly Figure[];
}

/** Events and transitions of one scenario beside what they may be. */
export interface CountRow {
  readonly scenario: string;
  readonly story: string;
  readonly events: number;
  readonly transitions: number;
  readonly clockEvents: number;
  readonly clockTransitions: number;
  readonly bytes: number;
  readonly limit: { readonly events: number; readonly transitions: number } | null;
  readonly aim: { readonly events: number; readonly transitions: number } | null;
  readonly kept: boolean;
}

export function countRow({ scenario, counts }: Counted): CountRow {
  const { limit } = scenario;
  return {
    scenario: scenario.name,
    story: scenario.story,
    events: counts.events,
    transitions: counts.transitions,
    clockEvents: counts.clock.events,
    clockTransitions: counts.clock.transitions,
    bytes: counts.bytes,
    limit,
    aim: limit && { events: limit.events / 2, transitions: limit.transitions / 2 },
    kept: limit === null || (counts.events <= limit.events && counts.transitions <= limit.transitions),
  };
}
