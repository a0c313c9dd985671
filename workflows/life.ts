import {
  condition,
  defineSignal,
  defineUpdate,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import {
  CHANGED_SIGNAL,
  CHANGED_UPDATE,
  type Changed,
  type LifecycleInput,
  type Turn,
} from '../contracts/lifecycle.ts';
import { assessActivity } from './activities.ts';
import { newAlarm } from './alarm.ts';
import { inOrder } from './in-order.ts';

export const changedUpdate = defineUpdate<Turn, [Changed]>(CHANGED_UPDATE);
export const changedSignal = defineSignal<[Changed]>(CHANGED_SIGNAL);

type PlannedEffect = Turn['effects'][number];

/** Why a turn was taken, as the history shows it. */
export type Because = string;

export interface Life {
  /** The first turn of the run, unless an update has taken it already. */
  begin(): Promise<Turn>;
  /** Takes one turn, after any turn under way. */
  assess(because: Because): Promise<Turn>;
  nextEffect(): PlannedEffect | undefined;
  carriedOut(effect: PlannedEffect): void;
  /** Waits until something changed, the deadline has come, or it is `until`; whichever is first. */
  stirs(until: number): Promise<void>;
  /** A signal spoke of a fact version that no turn has seen yet. */
  isBehind(): boolean;
  isDue(): boolean;
  isOver(): boolean;
}

/**
 * The state of one run: the latest turn, what of it has been carried out, and which fact version people speak of.
 * Handlers are registered here, before the first `await`, so that no early message is refused. An update assesses in its
 * handler and is answered when its change is decided, never after an effect; a signal only leaves word.
 */
export function openLife(input: LifecycleInput): Life {
  const serially = inOrder();
  const alarm = newAlarm();
  let latest: Turn | undefined;
  let assessedAt = 0;
  let heardOf = 0;
  let turns = 0;
  const done = new Set<string>();

  const turn = async (because: Because): Promise<Turn> => {
    turns += 1;
    assessedAt = Date.now();
    const { runId } = workflowInfo();
    latest = await assessActivity(because).assess({
      customerId: input.customerId,
      epoch: input.epoch,
      runId,
      turn: turns,
      runTime: assessedAt,
    });
    done.clear();
    setCurrentDetails(latest.details);
    return latest;
  };

  /** A version that was assessed already costs nothing, also when it was assessed while this change waited its turn. */
  const assessUpTo = (change: Changed): Promise<Turn> =>
    serially(async () =>
      latest && latest.assessedVersion >= change.factVersion ? latest : await turn(change.because),
    );

  setHandler(changedUpdate, assessUpTo, {
    validator: (change) => {
      if (!Number.isSafeInteger(change?.factVersion) || typeof change.because !== 'string')
        throw new Error('a change carries factVersion and because');
    },
  });
  setHandler(changedSignal, (change) => {
    if (Number.isSafeInteger(change?.factVersion) && change.factVersion > heardOf) heardOf = change.factVersion;
  });

  const isBehind = () => heardOf > (latest?.assessedVersion ?? 0);
  const isOver = () => latest !== undefined && (latest.over || latest.stale);
  const deadline = () => (latest?.sleepMs == null ? Number.POSITIVE_INFINITY : assessedAt + latest.sleepMs);

  return {
    begin: () => serially(async () => latest ?? (await turn('start'))),
    assess: (because) => serially(() => turn(because)),
    nextEffect: () => latest?.effects.find((effect) => !done.has(effect.key)),
    carriedOut: (effect) => void done.add(effect.key),
    isBehind,
    isDue: () => Date.now() >= deadline(),
    isOver,
    stirs: async (until) => {
      const seen = latest;
      alarm.set(Math.min(deadline(), until));
      await condition(() => latest !== seen || isBehind() || alarm.hasRung());
    },
  };
}
