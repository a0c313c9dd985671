import type { Counts } from './summary.ts';

/** The counts as lines for a terminal. */
export function summaryLines(counts: Counts): readonly string[] {
  const steps = counts.noticesByStep.map(([step, count]) => `${step} ${count}`).join(', ');
  const stays =
    counts.suspensions === 0
      ? ''
      : ` (without service for ${counts.meanStop.toFixed(1)} days on average, ${counts.longestStop} at most)`;
  return [
    `  ${counts.customers} customers, ${counts.invoices} invoices, ${counts.facts} facts`,
    `  ${counts.notices} notices${steps === '' ? '' : `: ${steps}`}`,
    `  ${counts.suspensions} suspensions, ${counts.reinstatements} reinstatements${stays}`,
  ];
}
