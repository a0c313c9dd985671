import { describe, expect, it } from 'vitest';
import type { Happened } from '../../../cli/replay/happened.ts';
import { stopsOf } from '../../../cli/replay/report/stops.ts';
import { type Counts, countsOf, vacuous } from '../../../cli/replay/summary.ts';

const happened = (customer: string, day: string, what: Happened['what'], which: string): Happened => ({
  customer,
  at: Date.parse(`${day}T08:00:00Z`),
  day,
  what,
  which,
});
const HAPPENED = [
  happened('A', '2012-03-02', 'notice', 'reminder-1 1.1'),
  happened('A', '2012-03-10', 'suspension', 'renewing'),
  happened('A', '2012-03-10', 'suspension', 'ending'),
  happened('A', '2012-03-15', 'reinstatement', 'renewing'),
  happened('A', '2012-03-15', 'reinstatement', 'ending'),
  happened('B', '2012-03-20', 'suspension', 'renewing'),
  happened('B', '2012-03-20', 'suspension', 'ending'),
];

describe('the counts of a replay', () => {
  it('are of customers and not of subscriptions, and a stop that lasts is none that ended', () => {
    expect(stopsOf(HAPPENED, '2012-03-31')).toEqual([
      { customer: 'A', from: '2012-03-10', back: '2012-03-15', days: 5 },
      { customer: 'B', from: '2012-03-20', back: null, days: 12 },
    ]);
    expect(countsOf(2, [], HAPPENED, ['reminder-1', 'warning'], '2012-03-31')).toMatchObject({
      notices: 1,
      noticesByStep: [['reminder-1', 1]],
      suspensions: 2,
      reinstatements: 1,
      longestStop: 12,
      meanStop: 8.5,
    });
  });

  it('are vacuous below 200 notices, 20 suspensions or 20 reinstatements', () => {
    const counts = (notices: number, suspensions: number, reinstatements: number) =>
      ({ notices, suspensions, reinstatements }) as Counts;
    expect(vacuous(counts(200, 20, 20))).toBeUndefined();
    expect(vacuous(counts(199, 20, 20))).toBe('vacuous: 199 notices, at least 200 are needed');
    expect(vacuous(counts(500, 19, 3))).toContain('19 suspensions, at least 20 are needed; 3 reinstatements');
  });
});
