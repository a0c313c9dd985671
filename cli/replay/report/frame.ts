import { addDays, type Day, daysBetween } from '../../../domain/calendar/day.ts';
import { element, label, marks, scale } from './svg.ts';

export const WIDTH = 1040;
const LEFT = 64;
const RIGHT = 12;
const TOP = 12;
const BOTTOM = 26;

/** The room inside a chart's axes. */
export interface Frame {
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  /** From a value to pixels from the top. */
  readonly y: (value: number) => number;
  readonly axes: readonly string[];
}

/** Horizontal lines with round numbers, for values from zero to at least `most`. */
export function frame(height: number, most: number, format: (value: number) => string): Frame {
  const lines = marks(most);
  const bottom = height - BOTTOM;
  const y = scale(0, lines.at(-1) ?? 1, bottom, TOP);
  const axes = lines.flatMap((value) => [
    element('line', { x1: LEFT, x2: WIDTH - RIGHT, y1: y(value), y2: y(value), class: value === 0 ? 'axis' : 'grid' }),
    label(LEFT - 8, y(value) + 4, format(value), 'end'),
  ]);
  return { height, left: LEFT, right: WIDTH - RIGHT, bottom, y, axes };
}

/** Where a day lies between two edges. */
export function dayScale(from: Day, to: Day, left: number, right: number): (day: Day) => number {
  const x = scale(0, Math.max(1, daysBetween(from, to) + 1), left, right);
  return (day) => x(daysBetween(from, day));
}

/** First days of the months of a span; the first one may lie before it. */
export function monthsOf(from: Day, to: Day): readonly Day[] {
  const months: Day[] = [];
  for (let day = `${from.slice(0, 7)}-01`; day <= to; day = `${addDays(day, 31).slice(0, 7)}-01`) months.push(day);
  return months;
}

const NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Jan 2012` for a January and for the first label, else `Apr`. */
export function monthName(month: Day, withYear: boolean): string {
  const name = NAMES[Number(month.slice(5, 7)) - 1] ?? '';
  return withYear ? `${name} ${month.slice(0, 4)}` : name;
}

/** Labels of the quarters below or above a drawing. */
export function quarterLabels(from: Day, to: Day, x: (day: Day) => number, y: number): readonly string[] {
  const months = monthsOf(from, to).filter((month) => month >= from);
  const every = months.length > 8 ? 3 : 1;
  const shown = months.filter((month) => (Number(month.slice(5, 7)) - 1) % every === 0);
  return shown.map((month, index) =>
    label(x(month), y, monthName(month, index === 0 || month.slice(5, 7) === '01'), 'start'),
  );
}
