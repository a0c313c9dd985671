import { addDays, type Day } from '../../../domain/calendar/day.ts';
import { AGEING_BUCKETS } from '../../../domain/receivables/ageing.ts';
import type { Happened } from '../happened.ts';
import { type Column, columnChart, type Series } from './columns.ts';
import { dayScale, frame, monthName, monthsOf, quarterLabels, WIDTH } from './frame.ts';
import { ageingOn, daySums, type Owed } from './owed.ts';
import type { Stop } from './stops.ts';
import { drawing, element, hint } from './svg.ts';

/** How a number is written under an axis and in hints; the only place where exact money becomes a drawing. */
export interface Units {
  readonly currency: string;
  readonly major: (minor: bigint) => number;
  readonly format: (major: number) => string;
}

/** What customers owed on every day, and what of it was overdue. */
export function owedChart(owed: readonly Owed[], from: Day, to: Day, { major, format }: Units): string {
  const { days, open, overdue } = daySums(owed, from, to);
  const values = { open: open.map(major), overdue: overdue.map(major) };
  const height = 280;
  const { left, right, bottom, y, axes } = frame(height, Math.max(...values.open, 0), format);
  const x = dayScale(from, to, left, right);
  const area = (name: 'open' | 'overdue') => {
    const line = values[name].map((value, index) => `${x(days[index] ?? from).toFixed(1)},${y(value).toFixed(1)}`);
    const closed = [`${x(from).toFixed(1)},${bottom}`, ...line, `${x(to).toFixed(1)},${bottom}`];
    return [
      element('polygon', { points: closed.join(' '), class: `area ${name}` }),
      element('polyline', { points: line.join(' '), class: `line ${name}` }),
    ].join('');
  };
  const columns = days.map((day, index) =>
    element(
      'rect',
      { x: x(day), width: Math.max(1, x(addDays(day, 1)) - x(day)), y: 0, height: bottom, class: 'touch' },
      hint(`${day}: open ${format(values.open[index] ?? 0)}, overdue ${format(values.overdue[index] ?? 0)}`),
    ),
  );
  return drawing(
    WIDTH,
    height,
    'Open and overdue over time',
    ...axes,
    area('open'),
    area('overdue'),
    ...quarterLabels(from, to, x, bottom + 18),
    ...columns,
  );
}

export const AGEING_SERIES: readonly Series[] = AGEING_BUCKETS.map((name, index) => ({
  name: name === 'current' ? 'not due yet' : `${name} days overdue`,
  className: `age-${index}`,
}));

/** What was open at the end of each month, by age. */
export function ageingChart(owed: readonly Owed[], from: Day, to: Day, { major, format }: Units): string {
  const columns = monthsOf(from, to).map((month, index): Column => {
    const next = `${addDays(month, 31).slice(0, 7)}-01`;
    const end = addDays(next, -1) > to ? to : addDays(next, -1);
    const buckets = ageingOn(owed, end);
    return {
      name: end,
      label: monthLabel(month, index),
      parts: AGEING_BUCKETS.map((name) => major(buckets.get(name) ?? 0n)),
    };
  });
  return columnChart('Ageing at the end of each month', AGEING_SERIES, columns, format);
}

export function stepSeries(steps: readonly string[]): readonly Series[] {
  return steps.map((name, index) => ({ name, className: `step-${Math.min(index, 5)}` }));
}

/** Notices of each month, by step. */
export function noticesChart(happened: readonly Happened[], steps: readonly string[], from: Day, to: Day): string {
  const columns = monthsOf(from, to).map((month, index): Column => {
    const sent = happened.filter((one) => one.what === 'notice' && one.day.startsWith(month.slice(0, 7)));
    const parts = steps.map((step) => sent.filter((one) => one.which.split(' ')[0] === step).length);
    return { name: monthName(month, true), label: monthLabel(month, index), parts };
  });
  return columnChart('Notices by step', stepSeries(steps), columns, String);
}

const STAYS: readonly (readonly [name: string, most: number])[] = [
  ['1–2 days', 2],
  ['3–5', 5],
  ['6–10', 10],
  ['11–20', 20],
  ['21–40', 40],
  ['41–80', 80],
  ['longer', Number.POSITIVE_INFINITY],
];

export const STAY_SERIES: readonly Series[] = [
  { name: 'back again', className: 'stop-ended' },
  { name: 'still stopped at the end', className: 'stop-open' },
];

/** How many suspensions lasted how long. */
export function staysChart(stops: readonly Stop[]): string {
  const columns = STAYS.map(([name, most], index): Column => {
    const least = STAYS[index - 1]?.[1] ?? -1;
    const these = stops.filter((stop) => stop.days > least && stop.days <= most);
    const ended = these.filter((stop) => stop.back !== null).length;
    return { name, label: name, parts: [ended, these.length - ended] };
  });
  return columnChart('Suspensions by how long they lasted', STAY_SERIES, columns, String, 200);
}

function monthLabel(month: Day, index: number): string {
  const quarter = (Number(month.slice(5, 7)) - 1) % 3 === 0;
  return index === 0 || quarter ? monthName(month, index === 0 || month.slice(5, 7) === '01') : '';
}
