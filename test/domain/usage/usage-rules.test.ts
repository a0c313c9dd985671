import { describe, expect, it } from 'vitest';
import type { UsageHistory } from '../../../domain/usage/usage-history.ts';
import { watch, worthACase } from '../../../domain/usage/watch.ts';
import { watchSettings } from '../../../domain/usage/watch-settings.ts';
import { evenWeeks, history, line, noon, stated, TODAY } from './a-history.ts';

const settings = watchSettings('PLN');
const found = (given: UsageHistory, days = 1) => watch(given, noon(days), settings);
const told = (given: UsageHistory, days = 1) => found(given, days).map(({ rule, subject }) => `${rule}: ${subject}`);
const usual = line(500_00n);

describe('rules over usage', () => {
  it('say nothing while every day is like the other', () => {
    expect(told(history({ statements: [...evenWeeks(usual), stated(0, usual)] }))).toEqual([]);
  });

  it('a region that was not used before is sudden, with its figures and what a week of it costs', () => {
    const far = line(90_00n, { region: 'brazilsouth' });
    const findings = found(history({ statements: [...evenWeeks(usual), stated(0, usual, far)] }));
    expect(findings).toEqual([
      {
        rule: 'sudden-region',
        practice: 21,
        day: TODAY,
        subject: 'brazilsouth',
        why: { cost: 90_00n, dearestBefore: 0n, daysCompared: 42 },
        atStake: { minor: 630_00n, currency: 'PLN' },
        from: 'usage',
      },
    ]);
    expect(worthACase(findings, settings)).toBe(true);
  });

  it('a small sum is a finding that opens no case, and a smaller one is none', () => {
    const far = (cost: bigint) =>
      found(
        history({
          statements: [...evenWeeks(usual), stated(0, usual, line(cost, { region: 'brazilsouth' }))],
        }),
      );
    expect([far(70_00n).length, worthACase(far(70_00n), settings)]).toEqual([1, false]);
    expect(far(14_00n)).toEqual([]);
    expect(far(15_00n)).toHaveLength(1);
  });

  it('a new service is told once, not again for its kinds; a new kind of a known service is told', () => {
    const tokens = line(200_00n, { service: 'Azure OpenAI', kind: 'Tokens' });
    const cards = line(200_00n, { kind: 'NCv3' });
    expect(told(history({ statements: [...evenWeeks(usual), stated(0, usual, tokens)] }))).toEqual([
      'sudden-service: Azure OpenAI',
    ]);
    expect(told(history({ statements: [...evenWeeks(usual), stated(0, usual, cards)] }))).toEqual([
      'sudden-service: Virtual Machines / NCv3',
    ]);
  });

  it('a day of n times the dearest comparable one is told; a little under n is not', () => {
    const day = (cost: bigint) => told(history({ statements: [...evenWeeks(usual), stated(0, line(cost))] }));
    expect(day(901_00n)).toEqual(['spend-times-n: all']);
    expect(day(900_00n)).toEqual([]);
    expect(day(1251_00n)).toContain('spend-times-n: polandcentral');
  });

  it('the rhythm of the week is no deviation, and a Sunday like a working day is', () => {
    const weekend = (days: number) => [3, 4].includes(((days % 7) + 7) % 7);
    const week = (days: number) => (weekend(days) ? 50_00n : 500_00n);
    const weeks = Array.from({ length: 56 }, (_, back) => stated(back - 56, line(week(back - 56))));
    expect(told(history({ statements: [...weeks, stated(0, usual)] }))).toEqual([]);
    const untilSunday = Array.from({ length: 4 }, (_, days) => stated(days, line(week(days))));
    expect(told(history({ statements: [...weeks, ...untilSunday, stated(4, line(50_00n))] }), 5)).toEqual([]);
    expect(told(history({ statements: [...weeks, ...untilSunday, stated(4, usual)] }), 5)).toContain(
      'spend-times-n: all',
    );
  });

  it('the closing of a month is compared with the last one', () => {
    const closing = line(1_500_00n);
    const weeks = evenWeeks(usual).map((one) => (one.day === '2026-02-28' ? { ...one, lines: [closing] } : one));
    const until = Array.from({ length: 13 }, (_, days) => stated(days, usual));
    // The 31st of March; the last one was a Saturday and the 28th of February.
    expect(told(history({ statements: [...weeks, ...until, stated(13, closing)] }), 14)).toEqual([]);
    expect(told(history({ statements: [...evenWeeks(usual), ...until, stated(13, closing)] }), 14)).toContain(
      'spend-times-n: all',
    );
  });

  it('nights that grow more than days are told where the source has hours, and only there', () => {
    const day = (cost: bigint, night: bigint | null) => line(cost, { night });
    const weeks = evenWeeks(day(900_00n, 100_00n));
    expect(told(history({ statements: [...weeks, stated(0, day(1_050_00n, 250_00n))] }))).toEqual([
      'night-growth: all',
    ]);
    expect(told(history({ statements: [...weeks, stated(0, day(1_050_00n, null))] }))).toEqual([]);
  });

  it('spending that creeps up day by day is told, a jump is not called creeping', () => {
    const creeping = Array.from({ length: 57 }, (_, back) =>
      stated(back - 56, line(500_00n + (back < 20 ? 0n : BigInt(back - 20) * 18_00n))),
    );
    expect(told(history({ statements: creeping }))).toEqual(['creeping-spend: all']);
    const jumping = Array.from({ length: 57 }, (_, back) => stated(back - 56, line(back < 50 ? 500_00n : 1_200_00n)));
    expect(told(history({ statements: jumping }))).not.toContain('creeping-spend: all');
  });

  it('what was agreed with the customer is no deviation up to the sum agreed, and only from when it was known', () => {
    const agreement = (knownAt: number) => ({
      kind: 'region' as const,
      subject: 'swedencentral',
      daily: 300_00n,
      knownAt,
      from: TODAY,
      until: '2026-06-01',
    });
    const project = (cost: bigint, knownAt: number) =>
      told(
        history({
          statements: [...evenWeeks(usual), stated(0, usual, line(cost, { region: 'swedencentral' }))],
          agreed: [agreement(knownAt)],
        }),
      );
    expect(project(300_00n, noon(-5))).toEqual([]);
    expect(project(420_00n, noon(-5))).toEqual(['sudden-region: swedencentral']);
    expect(project(300_00n, noon(2))).toEqual(['sudden-region: swedencentral']);
  });

  it('a customer of whom too little is known is not judged', () => {
    const days = (count: number) => evenWeeks(usual).slice(-count);
    const far = stated(0, usual, line(900_00n, { region: 'brazilsouth' }));
    expect(told(history({ statements: [...days(13), far] }))).toEqual([]);
    expect(told(history({ statements: [...days(14), far] }))).toContain('sudden-region: brazilsouth');
  });

  it('a figure that is stated anew is judged anew, also days later', () => {
    const restated = { ...stated(0, usual, line(400_00n, { region: 'brazilsouth' })), knownAt: noon(4) };
    const statements = [...evenWeeks(usual), stated(0, usual), restated];
    expect(told(history({ statements }), 3)).toEqual([]);
    expect(told(history({ statements }), 5)).toContain('sudden-region: brazilsouth');
  });
});
