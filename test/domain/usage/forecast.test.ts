import { describe, expect, it } from 'vitest';
import { forecastMonth } from '../../../domain/usage/forecast.ts';
import { spendingOutlook } from '../../../domain/usage/outlook.ts';
import { evenWeeks, history, line, noon, stated } from './a-history.ts';

const even = history({ statements: evenWeeks(line(100_00n)) });
/** At noon of the 18th of March: 17 days of 100 are known, 14 are to come. */
const forecast = () => {
  const made = forecastMonth(even, noon());
  if (made === undefined) throw new Error('no forecast');
  return made;
};

describe('the forecast of a month', () => {
  it('of even days is what they come to, and the interval holds it closely', () => {
    const { from, until, knownUntil, soFar, expected, low, high, ahead } = forecast();
    expect({ from, until, knownUntil }).toEqual({ from: '2026-03-01', until: '2026-03-31', knownUntil: '2026-03-17' });
    expect([soFar, expected]).toEqual([1_700_00n, 3_100_00n]);
    expect([low, high]).toEqual([1_700_00n + 1_358_00n, 1_700_00n + 1_442_00n]);
    expect(ahead.map(({ day }) => day)).toEqual(Array.from({ length: 14 }, (_, at) => `2026-03-${18 + at}`));
  });

  it('follows the week: days to come cost what their weekdays cost', () => {
    const weekend = (days: number) => [3, 4].includes(((days % 7) + 7) % 7);
    const statements = Array.from({ length: 56 }, (_, back) =>
      stated(back - 56, line(weekend(back - 56) ? 10_00n : 100_00n)),
    );
    const made = forecastMonth(history({ statements }), noon());
    expect(made?.ahead.filter(({ cost }) => cost === 10_00n).map(({ day }) => day)).toEqual([
      '2026-03-21',
      '2026-03-22',
      '2026-03-28',
      '2026-03-29',
    ]);
  });

  it('expects the closing of the month to cost what the last one did', () => {
    const statements = even.statements.map((one) => (one.day === '2026-02-28' ? stated(-18, line(700_00n)) : one));
    const made = forecastMonth(history({ statements }), noon());
    expect(made?.ahead.at(-1)).toEqual({ day: '2026-03-31', cost: 700_00n });
  });

  it('is wider where the weeks before were uneven', () => {
    const uneven = Array.from({ length: 56 }, (_, back) =>
      stated(back - 56, line(BigInt(50 + ((back * 37) % 101)) * 1_00n)),
    );
    const made = forecastMonth(history({ statements: uneven }), noon());
    const { low, high } = forecast();
    expect((made?.high ?? 0n) - (made?.low ?? 0n)).toBeGreaterThan(high - low);
  });

  it('is not made of less than two weeks', () => {
    const of = (days: number) => forecastMonth(history({ statements: even.statements.slice(-days) }), noon());
    expect(of(13)).toBeUndefined();
    expect(of(14)).toMatchObject({ soFar: 1_400_00n });
  });
});

describe('the outlook against what a customer must stay within', () => {
  const none = { budget: null, prepaid: null, credit: null };

  it('says nothing of a limit that there is not', () => {
    expect(spendingOutlook(forecast(), none)).toEqual(none);
  });

  it('compares a budget with what is known, expected and possible, and names the day', () => {
    const budget = (limit: bigint) => spendingOutlook(forecast(), { ...none, budget: limit }).budget;
    expect(budget(1_699_99n)).toEqual({ state: 'over', leftAtEnd: -1_400_01n, passedOn: '2026-03-17' });
    expect(budget(2_000_00n)).toEqual({ state: 'likelyOver', leftAtEnd: -1_100_00n, passedOn: '2026-03-21' });
    expect(budget(3_100_00n)).toEqual({ state: 'maybeOver', leftAtEnd: 0n, passedOn: null });
    expect(budget(3_142_00n)).toEqual({ state: 'within', leftAtEnd: 42_00n, passedOn: null });
  });

  it('measures prepaid money from the first of the month on, credit from the exposure of today on', () => {
    const { prepaid, credit } = spendingOutlook(forecast(), {
      ...none,
      prepaid: 1_800_00n,
      credit: { limit: 5_000_00n, exposure: 3_500_00n },
    });
    expect(prepaid).toEqual({ state: 'likelyOver', leftAtEnd: -1_300_00n, passedOn: '2026-03-19' });
    expect(credit).toEqual({ state: 'within', leftAtEnd: 100_00n, passedOn: null });
  });
});
