import type { Detection, IncidentOutcome } from './detect.ts';

/** The figures by which a detection is judged. */
export interface Score {
  /** Share of the incidents found within 24 hours of their data, 0 to 1. */
  readonly recall: number;
  /** The same, counted from the very first record or cost, however small. */
  readonly recallFromFirst: number;
  readonly falsePerThousandDays: number;
}

/** What is asked of the watch. */
const AIM = { recall: 0.9, falsePerThousandDays: 3 };

export function scoreOf({ incidents, falseCases, customerDays }: Detection): Score {
  const share = (hours: (outcome: IncidentOutcome) => number | undefined): number =>
    incidents.length === 0 ? 0 : incidents.filter((one) => (hours(one) ?? Infinity) <= 24).length / incidents.length;
  return {
    recall: share(({ hours }) => hours),
    recallFromFirst: share(({ hoursFromFirst }) => hoursFromFirst),
    falsePerThousandDays: (sum(falseCases.values()) * 1000) / customerDays,
  };
}

export function reachesAim({ recall, falsePerThousandDays }: Score): boolean {
  return recall >= AIM.recall && falsePerThousandDays <= AIM.falsePerThousandDays;
}

/** The confusion table of one seed as text: incidents by kind, then cases, then forecasts. */
export function confusionTable(seed: number, detection: Detection): string {
  const { incidents, falseCases, trueCases, customers, customerDays, incidentDays, forecasts } = detection;
  const score = scoreOf(detection);
  const kinds = [...new Set(incidents.map(({ kind }) => kind))].toSorted();
  const rows = [
    ...kinds.map((kind) =>
      row(
        kind,
        incidents.filter((one) => one.kind === kind),
      ),
    ),
    row('all', incidents),
  ];
  const falses = [...falseCases].toSorted((a, b) => b[1] - a[1]).map(([rule, count]) => `${rule} ${count}`);
  const quiet = customerDays - incidentDays;
  const over = forecasts.filter((one) => one.over);
  const said = forecasts.filter((one) => one.foretold);
  return [
    `Seed ${seed}: ${customers} customers, ${customerDays} customer-days, ${incidents.length} incidents`,
    '',
    '| incident                 | there were | within 24 h | later | never | within 24 h of the first trace |',
    '| ------------------------ | ---------- | ----------- | ----- | ----- | ------------------------------ |',
    ...rows,
    '',
    '|                            | a case         | no case |',
    '| -------------------------- | -------------- | ------- |',
    `| an incident                | ${String(incidents.filter(isFound).length).padEnd(14)} | ${String(incidents.filter((one) => !isFound(one)).length).padEnd(7)} |`,
    `| a customer-day without one | ${String(sum(falseCases.values())).padEnd(14)} | ${String(quiet - sum(falseCases.values())).padEnd(7)} |`,
    '',
    `Found within 24 h: ${percent(score.recall)} (aim: at least ${percent(AIM.recall)}).`,
    `False cases: ${score.falsePerThousandDays.toFixed(2)} per 1,000 customer-days (aim: at most ${AIM.falsePerThousandDays}); justified cases: ${trueCases}.`,
    `Who spoke first in a false case: ${falses.join(', ') || 'nobody'}.`,
    `Forecasts of mid-month: ${percent(part(forecasts, ({ inInterval }) => inInterval))} of ${forecasts.length} months ended inside the interval;`,
    `of ${over.length} that ended over budget ${percent(part(over, ({ foretold }) => foretold))} were foretold; of ${said.length} foretold ${percent(part(said, (one) => one.over))} came.`,
  ].join('\n');
}

function row(kind: string, outcomes: readonly IncidentOutcome[]): string {
  const soon = outcomes.filter(({ hours }) => hours !== undefined && hours <= 24).length;
  const found = outcomes.filter(isFound).length;
  const first = outcomes.filter(({ hoursFromFirst }) => hoursFromFirst !== undefined && hoursFromFirst <= 24).length;
  const cells = [kind.padEnd(24), ...[outcomes.length, soon].map(String), found - soon, outcomes.length - found, first];
  const widths = [24, 10, 11, 5, 5, 30];
  return `| ${cells.map((cell, at) => String(cell).padEnd(widths[at] ?? 0)).join(' | ')} |`;
}

function isFound({ hours }: IncidentOutcome): boolean {
  return hours !== undefined;
}

function part<T>(all: readonly T[], holds: (one: T) => boolean): number {
  return all.length === 0 ? 1 : all.filter(holds).length / all.length;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function sum(counts: Iterable<number>): number {
  let total = 0;
  for (const count of counts) total += count;
  return total;
}
