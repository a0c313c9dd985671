import { describe, expect, it } from 'vitest';
import { businessNow, runInstant } from '../../activities/life/business-now.ts';
import { turnOf } from '../../activities/life/turn-of.ts';
import type { Decision } from '../../domain/decision.ts';

const SECOND = 1_000;
const decided = (now: number, wakeAt: number | null): Decision => ({
  schema: 1,
  now,
  phase: 'active',
  service: 'on',
  reasons: [],
  nonEvents: [],
  outcomes: [],
  moves: [],
  effects: [],
  nextStep: null,
  wakeAt,
});

describe('how long a life sleeps', () => {
  it('a turn that was delayed does not make the life wake before its deadline', () => {
    const runNow = 100 * SECOND;
    const decidedLate = runNow + 3 * SECOND;
    const wakeAt = 500 * SECOND;
    const { sleepMs } = turnOf(decided(decidedLate, wakeAt), 1, runNow);
    expect(runNow + (sleepMs ?? 0)).toBe(wakeAt);
  });

  it('a decision that is to be made again at once is, however late it was', () => {
    const now = 103 * SECOND;
    expect(turnOf(decided(now, now), 1, 100 * SECOND).sleepMs).toBe(0);
  });

  it('a life whose answer changes only with a change sleeps without end', () => {
    expect(turnOf(decided(103 * SECOND, null), 1, 100 * SECOND).sleepMs).toBeNull();
  });

  it('at the end of its sleep a life on a test clock is at its deadline, whatever the wall clock did meanwhile', () => {
    const clock = { mode: 'test', shiftMs: -500 * SECOND, offsetMs: -500 * SECOND } as const;
    const runTime = 1_000 * SECOND;
    const wakeAt = 900 * SECOND;
    const { sleepMs } = turnOf(decided(runInstant({ clock }, runTime) + 2, wakeAt), 1, runInstant({ clock }, runTime));
    expect(businessNow({ clock }, runTime + (sleepMs ?? 0), 1_001 * SECOND)).toBe(wakeAt);
  });
});
