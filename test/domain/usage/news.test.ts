import { describe, expect, it } from 'vitest';
import { MS_PER_DAY } from '../../../domain/calendar/epoch-day.ts';
import { money } from '../../../domain/money.ts';
import type { Finding } from '../../../domain/usage/finding.ts';
import { type FoundBefore, foundNow, newsAmong } from '../../../domain/usage/news.ts';

const day = (count: number): number => count * MS_PER_DAY;
const grown = (atStake: bigint, part: Partial<Finding> = {}): Finding => ({
  rule: 'spend-times-n',
  practice: 18,
  day: '2026-03-18',
  subject: 'all',
  why: {},
  atStake: money(atStake, 'PLN'),
  from: 'usage',
  ...part,
});

/** Looks one after the other; answers what was news at each. */
function looks(all: readonly (readonly [at: number, found: readonly Finding[]])[], fraudAt: number | null = null) {
  let before: readonly FoundBefore[] = [];
  return all.map(([at, findings]) => {
    const news = newsAmong(findings, before, at, fraudAt);
    const now = foundNow(findings, news, before, at);
    const known = new Set(now.map(({ rule, subject }) => `${rule} ${subject}`));
    before = [...before.filter(({ rule, subject }) => !known.has(`${rule} ${subject}`)), ...now];
    return news.map(({ subject }) => subject);
  });
}

describe('what the watch finds', () => {
  it('is news once, for as long as it goes on, and again when it has been away for a fortnight', () => {
    const found = [grown(600n)];
    expect(
      looks([
        [day(0), found],
        [day(1), found],
        [day(13), found],
        [day(26), found],
        [day(41), found],
      ]),
    ).toEqual([['all'], [], [], [], ['all']]);
  });

  it('is news again when more than three times as much is at stake, measured by what was told', () => {
    expect(
      looks([
        [day(0), [grown(600n)]],
        [day(1), [grown(1_700n)]],
        [day(2), [grown(1_801n)]],
        [day(3), [grown(5_403n)]],
      ]),
    ).toEqual([['all'], [], ['all'], []]);
  });

  it('about another subject, or by another rule, is news of its own', () => {
    expect(
      looks([
        [day(0), [grown(600n)]],
        [day(1), [grown(600n), grown(600n, { rule: 'sudden-region', subject: 'brazilsouth' })]],
        [day(2), [grown(600n, { rule: 'creeping-spend' })]],
      ]),
    ).toEqual([['all'], ['brazilsouth'], ['all']]);
  });

  it('of a region or a service is no news where the same rise of the whole was told; a greater one, or one of another day, is', () => {
    const whole = grown(600n);
    const part = grown(600n, { subject: 'brazilsouth' });
    const dearer = grown(601n, { subject: 'koreacentral' });
    const later = grown(600n, { subject: 'westus3', day: '2026-03-19' });
    expect(
      looks([
        [day(0), [whole]],
        [day(1), [whole, part, dearer, later]],
      ]),
    ).toEqual([['all'], ['koreacentral', 'westus3']]);
    expect(looks([[day(0), [whole, part]]])).toEqual([['all', 'brazilsouth']]);
  });

  it('is news when it comes again after a verdict of fraud, and then once', () => {
    const found = [grown(600n)];
    const three = [
      [day(0), found],
      [day(2), found],
      [day(3), found],
    ] as const;
    expect(looks(three, day(1))).toEqual([['all'], ['all'], []]);
    expect(looks(three, null)).toEqual([['all'], [], []]);
  });

  it('on several days of one look is told with each of them, and remembered with the most', () => {
    const found = [grown(600n), grown(900n, { day: '2026-03-19' })];
    expect(newsAmong(found, [], day(0), null)).toEqual(found);
    expect(foundNow(found, found, [], day(0))).toEqual([
      { rule: 'spend-times-n', subject: 'all', at: day(0), toldAtStake: 900n },
    ]);
  });
});
