import type { NoticeEffect, StepRef } from '../decision.ts';
import type { LadderContext } from '../dunning/ladder-context.ts';
import { preDueOccurrence, type Rung } from '../dunning/offsets.ts';
import { dunningNotice } from '../effects.ts';

/**
 * The notice of a ladder's step as it would be written now, whether or not its turn has come: for a person who wants to
 * read it beforehand. Null when the policy has no such notice.
 * `says.amount` is zero when there is nothing to ask for.
 */
export function noticeOfStep(context: LadderContext, step: string): NoticeEffect | null {
  const rung = context.rungs.find((candidate) => candidate.step.key === step);
  if (rung?.step.kind !== 'notice') return null;
  return dunningNotice(context, rung.step, refOf(context, rung));
}

function refOf({ account: { dunning }, standing, today }: LadderContext, { step, offset }: Rung): StepRef {
  if (offset < 0) {
    const anchor = standing.nextDue ?? today;
    return { case: null, step: step.key, occurrence: preDueOccurrence(anchor), anchor, jumped: false };
  }
  const number = dunning.case?.number ?? dunning.casesOpened + 1;
  const entry = dunning.case === null ? 1 : (dunning.entries.get(step.key) ?? 0) + 1;
  const anchor = standing.anchor ?? standing.nextDue ?? today;
  return { case: number, step: step.key, occurrence: `${number}.${entry}`, anchor, jumped: false };
}
