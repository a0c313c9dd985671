import { describe, expect, it } from 'vitest';
import { dayOfFigures, isNearTurn } from '../../../domain/usage/figures-day.ts';

const at = (text: string): number => Date.parse(text);
const JUNE = at('2026-06-01T00:00:00Z');
const JULY = at('2026-07-01T00:00:00Z');

describe('the day of which a month’s figures are the newest', () => {
  it('is the last one of the old month while Microsoft still shows that, whenever it has changed it', () => {
    const now = at('2026-07-01T00:00:30Z');
    for (const lastModifiedAt of [at('2026-06-30T05:00:00Z'), now, null])
      expect(dayOfFigures({ lastModifiedAt, periodStart: JUNE }, now)).toBe('2026-06-30');
  });

  it('is the first one of the new month once Microsoft has begun that, also by a date that is left from the old one', () => {
    const now = at('2026-07-01T05:30:00Z');
    for (const lastModifiedAt of [at('2026-07-01T05:00:00Z'), at('2026-06-30T05:00:00Z'), null])
      expect(dayOfFigures({ lastModifiedAt, periodStart: JULY }, now)).toBe('2026-07-01');
  });

  it('goes by when they were changed where Microsoft does not state its period', () => {
    const [now, lastModifiedAt] = [at('2026-07-01T02:00:00Z'), at('2026-06-30T05:00:00Z')];
    expect(dayOfFigures({ lastModifiedAt, periodStart: null }, now)).toBe('2026-06-30');
  });

  it('is never later than now, and within the running month where no month turns', () => {
    const now = at('2026-06-15T02:00:00Z');
    const day = (changed: string) => dayOfFigures({ lastModifiedAt: at(changed), periodStart: null }, now);
    expect(['2026-06-14T05:00:00Z', '2026-06-16T05:00:00Z', '2026-05-20T05:00:00Z'].map(day)).toEqual([
      '2026-06-14',
      '2026-06-15',
      '2026-06-15',
    ]);
  });

  it('is in doubt from a day before a month’s turn to two days after it', () => {
    const days = ['2026-06-29T23:59Z', '2026-06-30T00:00Z', '2026-07-02T23:59Z', '2026-07-03T00:00Z'];
    expect(days.map((day) => isNearTurn(at(day)))).toEqual([false, true, true, false]);
  });
});
