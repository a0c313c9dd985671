import { setCurrentDetails, type SignalDefinition } from '@temporalio/workflow';
import type { StreamTurn } from '../contracts/stream-turn.ts';
import { openRest } from './rest.ts';

/** A stream of facts that has one thing done after the other. */
export interface OneByOne {
  /** Takes a turn, and shows in Temporal's UI how things stand. */
  turn(): Promise<StreamTurn>;
  /** Does the first of what the turn wants; what follows is decided anew. Where it wants nothing, rests until something changed or its time has come. */
  goesOn(turn: StreamTurn): Promise<void>;
}

/** What the stream asks, and how it has one thing done. Each is retried for ever. */
export interface OneByOneActs {
  readonly assess: () => Promise<StreamTurn>;
  readonly carryOut: (effect: StreamTurn['effects'][number]) => Promise<void>;
}

/** Registers the signal before the first turn. */
export function oneByOne(changed: SignalDefinition, { assess, carryOut }: OneByOneActs): OneByOne {
  const rest = openRest(changed);
  return {
    async turn() {
      rest.turnBegins();
      const turn = await assess();
      setCurrentDetails(turn.details);
      return turn;
    },
    async goesOn({ effects: [effect], sleepMs }) {
      await (effect ? carryOut(effect) : rest.lasts(sleepMs));
    },
  };
}
