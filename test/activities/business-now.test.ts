import { describe, expect, it } from 'vitest';
import { businessNow, runInstant, shiftOfNewRun } from '../../activities/life/business-now.ts';

const WALL = Date.UTC(2026, 10, 22, 12);
const DAY = 86_400_000;
const onTest = (offsetMs: number, shiftMs: number) => ({ clock: { mode: 'test', offsetMs, shiftMs } }) as const;
const live = { clock: { mode: 'live', offsetMs: 0, shiftMs: 0 } } as const;

describe('the shift of a run that begins', () => {
  it('is the one on record for the first run of a life', () => {
    expect(shiftOfNewRun(onTest(-300 * DAY, -300 * DAY), WALL - 5_000, WALL)).toBeNull();
    expect(shiftOfNewRun(live, WALL, WALL)).toBeNull();
  });

  it('takes business time on where an earlier run had been moved, so that it neither goes back nor stands still', () => {
    const moved = onTest(-200 * DAY, -300 * DAY);
    const shiftMs = shiftOfNewRun(moved, WALL, WALL);
    expect(shiftMs).toBe(-200 * DAY);
    const run = onTest(-200 * DAY, shiftMs ?? 0);
    expect(businessNow(run, WALL, WALL)).toBe(WALL - 200 * DAY);
    expect(runInstant(run, WALL + 30 * DAY)).toBe(WALL - 170 * DAY);
  });

  it('stays as it is for a renewed run, whose own clock has been moved along', () => {
    expect(shiftOfNewRun(onTest(-200 * DAY, -300 * DAY), WALL + 100 * DAY, WALL)).toBeNull();
  });
});
