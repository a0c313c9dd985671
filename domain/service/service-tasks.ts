import type { DecideInput } from '../decide-input.ts';
import type { LadderContext } from '../dunning/ladder-context.ts';
import type { FactDraft } from '../facts/fact.ts';
import type { ActualState } from '../facts/service-facts.ts';
import { isBaseBack, isOffWithBase } from './add-ons.ts';

/** States from which Microsoft brings nothing back. */
const GONE: ReadonlySet<ActualState> = new Set<ActualState>(['expired', 'disabled', 'deleted']);

/** A task for every refusal by Microsoft and for every subscription that changed behind our back (rule 11): once each. */
export function serviceTasks({ account, today }: LadderContext, input: DecideInput): readonly FactDraft[] {
  const moves: FactDraft[] = [];
  for (const known of account.subscriptions.values()) {
    const wanted: string[] = [];
    for (const { act, when } of known.refusals) wanted.push(`refused/${act}/${known.subscription}/${when}`);
    const isBack = isBaseBack(account, known);
    // Microsoft brings an add-on back with its base; ours to give back is then only the renewal.
    if (known.stoppedByUs && known.actual === 'active' && !isBack)
      wanted.push(`enabledElsewhere/${known.subscription}/${known.stops}`);
    if (!known.stoppedByUs && known.actual === 'suspended' && !isOffWithBase(account, known))
      wanted.push(`suspendedByMicrosoft/${known.subscription}/${known.foreignStops}`);
    if (known.lost.length > 0 || (isBack && GONE.has(known.actual)))
      wanted.push(`lost/${known.subscription}/${known.stops}`);
    for (const key of wanted) {
      if (account.tasks.some((task) => task.key === key)) continue;
      moves.push({
        kind: 'task.opened',
        effectiveOn: today,
        body: { task: input.newId('tsk'), key, what: key.slice(0, key.indexOf('/')) },
      });
    }
  }
  return moves;
}
