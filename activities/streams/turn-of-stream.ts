import type { StreamTurn } from '../../contracts/stream-turn.ts';
import type { Instant } from '../../domain/calendar/day.ts';

/** What was decided upon a stream: what to do now, when to look again, whether it is over. */
interface StreamDecision<K extends string> {
  readonly effects: readonly { readonly key: string; readonly kind: K }[];
  readonly wakeAt: Instant | null;
  readonly over: boolean;
}

/** A decision as its workflow hears of it; `summaries` say to people what each kind of effect is. */
export function turnOfStream<K extends string>(
  { effects, wakeAt, over }: StreamDecision<K>,
  {
    seq,
    now,
    details,
    summaries,
  }: Pick<StreamTurn, 'seq' | 'details'> & {
    readonly now: Instant;
    readonly summaries: Readonly<Record<K, string>>;
  },
): StreamTurn {
  return {
    seq,
    effects: effects.map(({ key, kind }) => ({ key, summary: summaries[kind] })),
    sleepMs: wakeAt === null ? null : Math.max(1, wakeAt - now),
    details,
    over,
  };
}
