import { condition, setHandler, type SignalDefinition } from '@temporalio/workflow';
import { newAlarm } from './alarm.ts';

/** How a stream's workflow rests between two turns. */
export interface Rest {
  /** A turn begins: whatever stirs it from now on is news. */
  turnBegins(): void;
  /** Something changed. */
  stir(): void;
  /** Until something changed, or so long after the turn began; null = only a change ends it. */
  lasts(sleepMs: number | null): Promise<void>;
}

/** Registers the signal, before anything is awaited, and the one alarm of the run. */
export function openRest(changed: SignalDefinition): Rest {
  const alarm = newAlarm();
  let isStirred = false;
  let beganAt = 0;
  const stir = () => {
    isStirred = true;
  };
  setHandler(changed, stir);
  return {
    turnBegins: () => {
      isStirred = false;
      beganAt = Date.now();
    },
    stir,
    // No coroutine of its own: the waiting ends at the same point of a replay as when it stood in the workflow.
    lasts: (sleepMs) => {
      alarm.set(sleepMs === null ? Number.POSITIVE_INFINITY : beganAt + sleepMs);
      return condition(() => isStirred || alarm.hasRung());
    },
  };
}
