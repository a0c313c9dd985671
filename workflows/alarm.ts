import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';

/** An instant that is moved by less than this, in milliseconds, is the same instant computed at another moment. */
const SAME_INSTANT_MS = 1_000;

/** One timer that rings at an instant of run time, in epoch milliseconds. */
export interface Alarm {
  /** Rings at `at`; at `Infinity` never. */
  set(at: number): void;
  hasRung(): boolean;
}

/**
 * An alarm that stands while its instant stays the same. Setting a timer and cancelling it are an event each, and most
 * turns leave the next deadline where it was. It may ring up to a second early, when nothing is due yet: who waits for
 * it looks at the clock and sets it again.
 */
export function newAlarm(): Alarm {
  let at = Number.POSITIVE_INFINITY;
  let rung = false;
  let standing: CancellationScope | undefined;

  const ring = async (scope: CancellationScope): Promise<void> => {
    try {
      await scope.run(() => sleep(Math.max(at - Date.now(), 1)));
      rung = true;
      standing = undefined;
    } catch (stopped) {
      if (!isCancellation(stopped)) throw stopped;
    }
  };

  return {
    set: (instant) => {
      rung = false;
      if (standing && Math.abs(instant - at) < SAME_INSTANT_MS) return;
      standing?.cancel();
      standing = undefined;
      at = instant;
      if (!Number.isFinite(at)) return;
      standing = new CancellationScope();
      void ring(standing);
    },
    hasRung: () => rung,
  };
}
