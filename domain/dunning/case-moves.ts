import type { FactDraft } from '../facts/fact.ts';
import type { LadderContext } from './ladder-context.ts';
import { preDueOccurrence } from './offsets.ts';
import { openedCase, paceMoves } from './pace.ts';
import { standingSteps } from './position.ts';
import { openPreDueSteps } from './pre-due.ts';

/** What the case itself does on this look: opens, falls back, closes or takes on another pace. At most one of them; the caller looks again. */
export function caseMoves(context: LadderContext): readonly FactDraft[] {
  const { account, standing, policy, today } = context;
  const { case: open, position } = account.dunning;
  if (open === null) {
    if (standing.collectible <= 0n || standing.collectible < policy.minimumDebt.minor) return [];
    return [...preDueLapses(context), openedCase(context, 'policy')];
  }
  if (standing.overdue === 0n) return [{ kind: 'case.closed', effectiveOn: today, body: { case: open.number } }];
  const stands = standingSteps(context);
  if (stands === position.length) return paceMoves(context);
  const toStep = position[stands - 1]?.step ?? null;
  return [{ kind: 'case.fellBack', effectiveOn: today, body: { case: open.number, toStep } }];
}

/** Pre-due steps that were not done for the day that has now passed: they lapse, visibly. */
function preDueLapses(context: LadderContext): readonly FactDraft[] {
  const { standing, today } = context;
  const due = standing.anchor;
  if (due === null) return [];
  const occurrence = preDueOccurrence(due);
  return openPreDueSteps(context, due).map(({ key }) => ({
    kind: 'step.lapsed',
    effectiveOn: today,
    body: { case: null, step: key, occurrence, because: 'overdue' },
  }));
}
