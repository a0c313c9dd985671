import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forecastMonth } from '../../../domain/usage/forecast.ts';
import { seeUsage } from '../../../domain/usage/seen-usage.ts';
import type { UsageHistory, UsageStatement } from '../../../domain/usage/usage-history.ts';
import { watch } from '../../../domain/usage/watch.ts';
import { watchSettings } from '../../../domain/usage/watch-settings.ts';
import { addDays } from '../../../domain/calendar/day.ts';
import { money } from '../../../domain/money.ts';
import { ANNA_KNOWN, evenWeeks, history, line, noon, record, stated, TODAY } from './a-history.ts';

const settings = watchSettings('PLN');
const part = fc.record({
  region: fc.constantFrom('polandcentral', 'brazilsouth'),
  service: fc.constantFrom('Virtual Machines', 'Azure OpenAI'),
  kind: fc.constantFrom('Dsv5', 'NCv3'),
});
const lines = fc.array(
  fc
    .tuple(fc.bigInt({ min: 0n, max: 2_000_00n }), part)
    .map(([cost, where]) => line(cost, { ...where, night: cost / 3n })),
  { maxLength: 4 },
);
/** Statements of the last ten days, several of one day at times; no two become known at the same instant. */
const news: fc.Arbitrary<readonly UsageStatement[]> = fc
  .array(fc.tuple(fc.integer({ min: -10, max: 1 }), lines), {
    maxLength: 15,
  })
  .map((told) => told.map(([days, of], at) => ({ ...stated(days, ...of), knownAt: noon(days + 1) + at * 7_200_000 })));
const activity = fc.array(
  fc
    .record({
      kind: fc.constantFrom('ownerAssigned', 'mfaDisabled', 'machinesCreated', 'signedIn'),
      hours: fc.integer({ min: -200, max: 40 }),
      actor: fc.constantFrom('anna', 'boris'),
      count: fc.integer({ min: 1, max: 30 }),
    })
    .map(({ hours, ...rest }) => record({ ...rest, at: noon() + hours * 3_600_000 })),
  { maxLength: 8 },
);
const aHistory: fc.Arbitrary<UsageHistory> = fc.tuple(news, activity).map(([told, done]) =>
  history({
    statements: [...evenWeeks(line(400_00n, { night: 100_00n })), ...told],
    activity: [ANNA_KNOWN, ...done.map((one, at) => ({ ...one, id: `record-${at}` }))],
  }),
);

/** Everything that looks at a history, at noon of the day after `TODAY`. */
const all = (given: UsageHistory) => ({
  findings: watch(given, noon(1), settings),
  forecast: forecastMonth(given, noon(1)),
  seen: seeUsage(given, noon(1), addDays(TODAY, -40), TODAY).whole,
});

describe('what was known at an instant', () => {
  it('does not depend on the order in which statements and records arrived', () => {
    fc.assert(
      fc.property(
        aHistory.chain((given) =>
          fc.tuple(
            fc.constant(given),
            fc.shuffledSubarray([...given.statements], { minLength: given.statements.length }),
            fc.shuffledSubarray([...given.activity], { minLength: given.activity.length }),
          ),
        ),
        ([given, statements, done]) => {
          expect(all({ ...given, statements, activity: done })).toEqual(all(given));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('does not depend on anything that became known later', () => {
    fc.assert(
      fc.property(aHistory, (given) => {
        const known = <T extends { readonly knownAt: number }>(told: readonly T[]) =>
          told.filter(({ knownAt }) => knownAt <= noon(1));
        const cut = { ...given, statements: known(given.statements), activity: known(given.activity) };
        expect(all(cut)).toEqual(all(given));
      }),
      { numRuns: 150 },
    );
  });

  it('is the statement that came last of each day, whole: a line that was taken back does not linger', () => {
    const far = line(900_00n, { region: 'brazilsouth' });
    const first = stated(0, line(500_00n), far);
    const anew = { ...stated(0, line(480_00n)), knownAt: noon(2) };
    const given = history({ statements: [anew, first] });
    const seen = (days: number) => seeUsage(given, noon(days), TODAY, TODAY);
    expect([seen(1).whole, seen(1).regions.size]).toEqual([[1_400_00n], 2]);
    expect([seen(2).whole, seen(2).regions.size]).toEqual([[480_00n], 1]);
    expect(seen(0).statements).toEqual([undefined]);
  });

  it('of two statements that came at one instant the dearer holds, whichever is read first', () => {
    const statements = [stated(0, line(3n)), stated(0, line(5n))];
    const whole = (order: readonly UsageStatement[]) =>
      seeUsage(history({ statements: order }), noon(1), TODAY, TODAY).whole;
    expect([whole(statements), whole(statements.toReversed())]).toEqual([[5n], [5n]]);
  });
});

describe('the unit of money', () => {
  it('does not change what is found: all sums and the least sum of a case in smaller units give the same findings', () => {
    fc.assert(
      fc.property(aHistory, fc.constantFrom(10n, 100n, 1_000n), (given, factor) => {
        const statements = given.statements.map((one) => ({
          ...one,
          lines: one.lines.map((of) => ({ ...of, cost: of.cost * factor, night: of.night && of.night * factor })),
        }));
        const caseFrom = money(settings.caseFrom.minor * factor, 'KWD');
        const scaled = watch({ ...given, statements, currency: 'KWD' }, noon(1), watchSettings('KWD', caseFrom));
        const plain = watch(given, noon(1), settings);
        const said = (findings: typeof plain) => findings.map(({ rule, day, subject }) => ({ rule, day, subject }));
        expect(said(scaled)).toEqual(said(plain));
        expect(scaled.map(({ atStake }) => atStake.minor / factor)).toEqual(plain.map(({ atStake }) => atStake.minor));
      }),
      { numRuns: 150 },
    );
  });

  it('must be that of the settings, whose least sum may be given', () => {
    expect(() => watch(history({ currency: 'EUR' }), noon(), settings)).toThrow('cannot combine EUR with PLN');
    expect(watchSettings('KWD', money(40_000n, 'KWD')).caseFrom).toEqual({ minor: 40_000n, currency: 'KWD' });
  });
});
