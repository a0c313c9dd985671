import type { BenchInstallation } from '../installation/open-installation.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { HistoryCounts } from './history-counts.ts';

/** What one scenario cost. */
export interface Counted {
  readonly scenario: Scenario;
  readonly counts: HistoryCounts;
}

/** A task that was lost on a busy machine is written into the history; then the story is lived again, by another customer. */
const MOST_TRIES = 3;

/** Lives one scenario and counts. @throws Error when the machine disturbed it every time */
export async function countScenario(home: BenchInstallation, scenario: Scenario): Promise<Counted> {
  for (let attempt = 1; attempt <= MOST_TRIES; attempt += 1) {
    const counts = await scenario.live(home);
    if (counts.disturbances === 0) return { scenario, counts };
  }
  throw new Error(`${scenario.name} was disturbed ${MOST_TRIES} times: this machine is too busy to count on`);
}
