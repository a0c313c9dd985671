import type { BenchReport, CountRow } from './report.ts';

type Cells = readonly string[];

/** The report in Markdown, which is a table on a terminal as well. */
export function reportTable(report: BenchReport): string {
  const { host, counts, againstBare, figures } = report;
  const parts = [
    [
      `Measured ${report.measuredAt.slice(0, 10)} in ${Math.round(report.seconds)} s on ${host.cores} × ${host.cpu},`,
      `${host.memoryGiB} GiB, ${host.system}; Node ${host.node}, PostgreSQL ${host.postgres}, Temporal ${host.temporal}.`,
      `Load average of the machine before the run: ${report.loadBefore.toFixed(2)}.`,
    ].join('\n'),
  ];
  if (counts.length > 0) {
    const head = ['Temporal events / transitions', 'counted', 'limit', 'aim', 'test clock', 'history'];
    parts.push(
      aligned([head, ...counts.map(countCells)]),
      counts.map(({ scenario, story }) => `- ${scenario}: ${story}`).join('\n'),
      NOTES,
    );
  }
  if (againstBare.length > 0) {
    const rows = againstBare.map(({ what, unit, tenure, bare, ratio }) => [
      what,
      `${shown(tenure)} ${unit}`,
      `${shown(bare)} ${unit}`,
      ratio.toFixed(2),
    ]);
    parts.push(aligned([['beside bare Temporal', 'Tenure', 'bare', 'ratio'], ...rows]));
  }
  if (figures.length > 0) {
    const rows = figures.map(({ what, value, unit, how }) => [what, `${shown(value)} ${unit}`, how]);
    parts.push(aligned([['figure', 'value', 'how'], ...rows]));
  }
  return parts.join('\n\n');
}

const NOTES = [
  'Counted is what the life itself costs. What only a test clock makes stands apart: the order to skip time is an event',
  '(WORKFLOW_EXECUTION_OPTIONS_UPDATED) and a transition, and each skip an event (…_TIME_SKIPPING_TRANSITIONED) that is',
  'written together with whatever made the run idle. A life on the live clock has neither; it is renewed every thirty',
  'days instead.',
].join('\n');

function countCells({ scenario, events, transitions, limit, aim, kept, ...row }: CountRow): Cells {
  const pair = (both: { readonly events: number; readonly transitions: number } | null): string =>
    both === null ? '' : `${both.events} / ${both.transitions}`;
  return [
    scenario,
    `${pair({ events, transitions })}${kept ? '' : ' (over)'}`,
    pair(limit),
    pair(aim),
    row.clockEvents === 0 ? '' : `+${row.clockEvents} / +${row.clockTransitions}`,
    `${shown(row.bytes / 1_024)} KiB`,
  ];
}

/** Three significant digits, whole numbers from a hundred on. */
function shown(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(3)));
}

function aligned(rows: readonly Cells[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: Cells): string =>
    `| ${widths.map((width, at) => (cells[at] ?? '').padEnd(width)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}
