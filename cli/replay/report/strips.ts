import { addDays, type Day } from '../../../domain/calendar/day.ts';
import type { Happened } from '../happened.ts';
import { dayScale, quarterLabels, WIDTH } from './frame.ts';
import type { Owed } from './owed.ts';
import type { Stop } from './stops.ts';
import { drawing, element, hint, label } from './svg.ts';

const ROW = 13;
const TOP = 20;
const LEFT = 96;

/** One line a customer: when it was overdue, when it heard from us, when it was without service. */
export function customerStrips(
  customers: readonly string[],
  owed: readonly Owed[],
  happened: readonly Happened[],
  stops: readonly Stop[],
  { from, to }: { readonly from: Day; readonly to: Day },
): string {
  const x = dayScale(from, to, LEFT, WIDTH - 12);
  const late = Map.groupBy(owed, (one) => one.customer);
  const notices = Map.groupBy(
    happened.filter((one) => one.what === 'notice'),
    (one) => one.customer,
  );
  const stays = Map.groupBy(stops, (stop) => stop.customer);
  const rows = customers.map((customer, index) => {
    const y = TOP + index * ROW;
    const bar = (first: Day, until: Day, className: string, inset: number, text: string) => {
      const end = until > addDays(to, 1) ? addDays(to, 1) : until;
      const box = { x: x(first), width: Math.max(1, x(end) - x(first)), y: y + inset, height: ROW - 2 * inset };
      return first >= end ? '' : element('rect', { ...box, class: className }, hint(`${customer}: ${text}`));
    };
    const overdue = merged(late.get(customer) ?? []).map(([first, until]) =>
      bar(first, until, 'strip-overdue', 3, `overdue ${first} to ${addDays(until, -1)}`),
    );
    const stopped = (stays.get(customer) ?? []).map((stop) =>
      bar(
        stop.from,
        stop.back ?? addDays(to, 1),
        'strip-stopped',
        2,
        `stopped ${stop.from}, ${stop.back === null ? 'not back' : `back ${stop.back}`}`,
      ),
    );
    const ticks = (notices.get(customer) ?? []).map((one) => {
      const warning = one.which.startsWith('warning') ? ' strip-warning' : '';
      const line = { x1: x(one.day), x2: x(one.day), y1: y + 1, y2: y + ROW - 1, class: `strip-notice${warning}` };
      return element('line', line, hint(`${customer}: ${one.which.split(' ')[0] ?? ''} ${one.day}`));
    });
    const base = { x1: LEFT, x2: WIDTH - 12, y1: y + ROW / 2, y2: y + ROW / 2, class: 'grid' };
    return [
      label(LEFT - 8, y + ROW - 3, customer, 'end', 'label mono'),
      element('line', base),
      ...overdue,
      ...stopped,
      ...ticks,
    ].join('');
  });
  const height = TOP + customers.length * ROW + 8;
  return drawing(WIDTH, height, 'Every customer over time', ...quarterLabels(from, to, x, 12), ...rows);
}

/** Times in which anything was overdue, each from its first day to the day after its last. */
function merged(owed: readonly Owed[]): readonly (readonly [Day, Day])[] {
  const times = owed
    .map(({ from, dueOn, until }): [Day, Day] => [from > dueOn ? from : addDays(dueOn, 1), until])
    .filter(([first, until]) => first < until)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const whole: [Day, Day][] = [];
  for (const [first, until] of times) {
    const last = whole.at(-1);
    if (last === undefined || first > last[1]) whole.push([first, until]);
    else if (until > last[1]) last[1] = until;
  }
  return whole;
}
