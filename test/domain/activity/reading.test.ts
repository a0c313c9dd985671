import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activityAlarm, nextReading, tellsOfFraud } from '../../../domain/activity/reading.ts';
import { addDays, dayAt } from '../../../domain/calendar/day.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-22T12:00:00Z');
const instant = fc.integer({ min: NOW - 400 * DAY, max: NOW });

describe('what to read of a log', () => {
  it('covers every day from two before the mark until today, none twice, or names it as lost', () => {
    fc.assert(
      fc.property(instant, (readTo) => {
        const { slices, hole } = nextReading({ readTo }, NOW);
        const covered = new Set(
          slices.flatMap(({ from, to }) => {
            const days = [];
            for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
            return days;
          }),
        );
        for (let day = dayAt(readTo, 'UTC'); day <= dayAt(NOW, 'UTC'); day = addDays(day, 1)) {
          const isLost = hole !== null && hole.from <= day && day <= hole.to;
          expect(covered.has(day), day).toBe(!isLost);
        }
        slices.slice(1).forEach(({ from }, index) => expect(from).toBe(addDays(slices[index]?.to ?? '', 1)));
        if (readTo > NOW - 80 * DAY) expect(covered.has(dayAt(readTo - 2 * DAY, 'UTC'))).toBe(true);
        expect(slices[0]?.from.localeCompare('2026-08-25')).not.toBe(-1);
        expect(slices.at(-1)?.readTo).toBe(NOW);
      }),
    );
  });

  it('is everything that there still is, the first time, and nothing is lost', () => {
    const { slices, hole } = nextReading({ readTo: null }, NOW);
    expect([slices[0]?.from, slices.at(-1)?.to, hole]).toEqual(['2026-08-25', '2026-11-22', null]);
  });
});

describe('the alarm over a log that is not read', () => {
  const mark = (readAt: number | null) => ({ watchedSince: NOW - 200 * DAY, readTo: readAt, readAt });

  it('sounds after three days, however it went before, and well before anything is lost', () => {
    expect(activityAlarm(mark(NOW - 3 * DAY), NOW)).toBeNull();
    expect(activityAlarm(mark(NOW - 3 * DAY - 1), NOW)).toEqual({ silentDays: 3, daysLeft: 86 });
    expect(activityAlarm(mark(null), NOW)).toMatchObject({ silentDays: 200, daysLeft: 0 });
  });
});

it('a fraud is one however Microsoft spells it', () => {
  expect(['azure_fraud_event_detected', 'Azure Fraud Event Detected', 'update_subscription'].map(tellsOfFraud)).toEqual(
    [true, true, false],
  );
});
