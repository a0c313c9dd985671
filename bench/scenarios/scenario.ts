import type { HistoryCounts } from '../counts/history-counts.ts';
import type { BenchInstallation } from '../installation/open-installation.ts';

/** A stretch of a customer's life whose cost in Temporal is counted. */
export interface Scenario {
  readonly name: string;
  /** What happens in it, for the table. */
  readonly story: string;
  /** Most events and state transitions that it may cost; null where it is shown only. The aim beyond is half of each. */
  readonly limit: { readonly events: number; readonly transitions: number } | null;
  /** Lives it with a customer of its own. @throws Error when the story did not happen */
  live(home: BenchInstallation): Promise<HistoryCounts>;
}
