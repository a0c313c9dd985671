import { describe, expect, it } from 'vitest';
import {
  firstWindow,
  keptDays,
  knownSince,
  type LogWindow,
  silentDays,
  windowAfter,
} from '../../../domain/activity/log-reading.ts';
import { meaningOfRefusal } from '../../../domain/activity/refused-log.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 2, 2, 9);

describe('what of a customer’s log is read next', () => {
  const windowsOf = (first: LogWindow, records: number): readonly LogWindow[] => {
    const windows: LogWindow[] = [];
    for (let window: LogWindow | undefined = first; window !== undefined; window = windowAfter(window, records, NOW))
      windows.push(window);
    return windows;
  };

  it.each([
    ['in windows of a week where much was done', 400, 13],
    ['in longer and longer ones where next to nothing was', 1, 3],
  ])('is everything that Microsoft keeps the first time, without a gap, %s', (_how, records, count) => {
    const { window, hole } = firstWindow('azure', { readTo: null }, 90, NOW);
    const windows = windowsOf(window, records);
    expect(hole).toBeNull();
    expect(windows).toHaveLength(count);
    expect(windows[0]?.from).toBe(NOW - 90 * DAY + HOUR);
    expect(windows.at(-1)?.to).toBe(NOW);
    windows.slice(1).forEach((one, index) => expect(one.from).toBe(windows[index]?.to));
  });

  it('goes back before the mark, as records come late', () => {
    const readTo = NOW - 2 * HOUR;
    expect(firstWindow('azure', { readTo }, 90, NOW).window).toEqual({ from: readTo - 6 * HOUR, to: NOW });
    expect(firstWindow('signIns', { readTo }, 30, NOW).window).toEqual({ from: readTo - DAY, to: NOW });
  });

  it('names what was lost, which without a licence is soon', () => {
    const readTo = NOW - 20 * DAY;
    expect(firstWindow('directoryAudits', { readTo }, keptDays('directoryAudits', true), NOW).hole).toBeNull();
    const oldest = NOW - 7 * DAY + HOUR;
    const { hole } = firstWindow('directoryAudits', { readTo }, keptDays('directoryAudits', false), NOW);
    expect(hole).toEqual({ from: readTo, to: oldest });
  });

  it('is missed long before Microsoft deletes it', () => {
    const all = [keptDays('azure', false), keptDays('signIns', true), keptDays('directoryAudits', false)];
    expect(all.map((kept) => [kept, silentDays(kept)])).toEqual([
      [90, 3],
      [30, 3],
      [7, 2],
    ]);
  });
});

it('what was done before anybody watched is no news, although it is read today', () => {
  const mark = { watchedSince: NOW - DAY };
  expect(knownSince(NOW - 9 * DAY, mark, NOW)).toBe(NOW - 9 * DAY);
  expect(knownSince(NOW - HOUR, mark, NOW)).toBe(NOW);
});

it.each([
  [403, 'Authentication_RequestFromNonPremiumTenantOrB2CTenant', true, 'unlicensed'],
  [403, 'AuthorizationFailed', true, 'denied'],
  [404, 'SubscriptionNotFound', false, 'gone'],
  [401, 'InvalidAuthenticationTokenTenant', true, 'gone'],
  [400, 'invalid_grant', true, 'signIn'],
  [503, null, false, 'later'],
  [429, null, false, 'later'],
])('a refusal with %i %s means %s: %s', (httpStatus, code, unauthorized, meaning) => {
  expect(meaningOfRefusal({ httpStatus, code, unauthorized })).toBe(meaning);
});
