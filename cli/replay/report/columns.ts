import { frame, WIDTH } from './frame.ts';
import { drawing, element, hint, label, scale } from './svg.ts';

/** One column: a name below it, and a part for each series, from the bottom up. */
export interface Column {
  readonly name: string;
  /** Shown below; empty where there is no room for every name. */
  readonly label: string;
  readonly parts: readonly number[];
}

export interface Series {
  readonly name: string;
  /** Class of the page's style sheet, which knows its colour. */
  readonly className: string;
}

/** Columns whose parts stand on each other. */
export function columnChart(
  title: string,
  series: readonly Series[],
  columns: readonly Column[],
  format: (value: number) => string,
  height = 230,
): string {
  const sums = columns.map(({ parts }) => parts.reduce((sum, part) => sum + part, 0));
  const { left, right, bottom, y, axes } = frame(height, Math.max(...sums, 0), format);
  const x = scale(0, Math.max(columns.length, 1), left, right);
  const gap = Math.min(6, (x(1) - x(0)) * 0.2);
  const drawn = columns.flatMap(({ name, label: below, parts }, index) => {
    let base = 0;
    const stack = parts.map((part, place) => {
      const [from, to] = [base, (base += part)];
      const { name: what = '', className = '' } = series[place] ?? {};
      const box = { x: x(index) + gap / 2, width: x(1) - x(0) - gap, y: y(to), height: y(from) - y(to) };
      return part === 0 ? '' : element('rect', { ...box, class: className }, hint(`${name}, ${what}: ${format(part)}`));
    });
    return [...stack, below === '' ? '' : label((x(index) + x(index + 1)) / 2, bottom + 18, below, 'middle')];
  });
  return drawing(WIDTH, height, title, ...axes, ...drawn);
}
