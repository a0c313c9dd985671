import { expect, it } from 'vitest';
import { signInAlarm, type SignInSeen } from '../../../domain/partner/sign-in-alarm.ts';
import { staleSince } from '../../../domain/usage/stale-usage.ts';

const answered = (withMfa: boolean | null, recentWithoutMfa: number): SignInSeen => ({
  kind: 'answered',
  withMfa,
  recentWithoutMfa,
});

it.each([
  [{ kind: 'refused', code: 'no_consent' }, 'consentLost'],
  [{ kind: 'refused', code: 'invalid_grant' }, 'consentLost'],
  [{ kind: 'refused', code: null }, 'consentLost'],
  [{ kind: 'refused', code: '900421' }, 'mfaMissing'],
  [answered(true, 0), null],
  // Calls from before the new consent stay on Microsoft's list.
  [answered(true, 9), null],
  [answered(false, 0), 'mfaMissing'],
  [answered(null, 0), null],
  [answered(null, 1), 'mfaMissing'],
] as const)('a sign-in seen as %j is the alarm %s', (seen, alarm) => {
  expect(signInAlarm(seen)).toBe(alarm);
});

it('usage is stale when it was not read for more than a day, or since it is watched', () => {
  const day = 86_400_000;
  expect(staleSince({ watchedSince: 0, readAt: null }, day)).toBeNull();
  expect(staleSince({ watchedSince: 0, readAt: null }, day + 1)).toBe(0);
  expect(staleSince({ watchedSince: 0, readAt: 5 * day }, 6 * day)).toBeNull();
  expect(staleSince({ watchedSince: 0, readAt: 5 * day }, 6 * day + 1)).toBe(5 * day);
});
