import type { Day } from '../calendar/day.ts';
import type { DecideInput } from '../decide-input.ts';
import type { FactDraft } from '../facts/fact.ts';
import { isHeldForDebt } from '../service/holds.ts';
import { stoppable } from '../service/service.ts';
import type { LadderAnswer, Wanted } from './ladder-answer.ts';
import type { LadderContext } from './ladder-context.ts';

/**
 * What a look at the ladder makes true without touching the outside world: tasks and approvals that people must see to,
 * rungs jumped over, and the rungs that are nothing but a record (call, handover, a suspension with nothing to stop).
 */
export function rungMoves(context: LadderContext, answer: LadderAnswer, input: DecideInput): readonly FactDraft[] {
  const { account, today: effectiveOn } = context;
  const asked = answer.wanted.filter((wanted) => !isAsked(context, wanted));
  if (asked.length > 0) return asked.map((wanted) => ask(effectiveOn, wanted, input));
  if (answer.due === null) return [];
  const { ref, step, jumped } = answer.due;
  const unrecorded = jumped.filter((over) => !account.dunning.lapsed.has(over.step));
  if (unrecorded.length > 0) {
    return unrecorded.map(({ case: number, step: key, occurrence }) => ({
      kind: 'step.lapsed',
      effectiveOn,
      body: { case: number, step: key, occurrence, because: 'jumped' },
    }));
  }
  const done: FactDraft = { kind: 'step.done', effectiveOn, body: ref };
  switch (step.kind) {
    case 'call':
    case 'handover': {
      const body = { task: input.newId('tsk'), key: `${ref.step}/${ref.occurrence}`, what: step.kind };
      return [{ kind: 'task.opened', effectiveOn, body }, done];
    }
    case 'terminate':
      if (account.offboarding !== null && account.offboarding.on <= effectiveOn) return [done];
      return [{ kind: 'offboarding.requested', effectiveOn, body: { on: effectiveOn, by: 'policy' } }, done];
    case 'suspend':
      if (stoppable(account).length > 0) return [];
      return isHeldForDebt(account) ? [done] : [debtHold(effectiveOn, input.newId('hld')), done];
    default:
      return [];
  }
}

/** The hold that a suspension for debt places on the whole account. */
export function debtHold(effectiveOn: Day, hold: string): FactDraft {
  return {
    kind: 'hold.placed',
    effectiveOn,
    body: { hold, reason: 'debt', scope: 'account', until: null, placedBy: 'policy' },
  };
}

function isAsked({ account }: LadderContext, wanted: Wanted): boolean {
  const list: readonly { readonly key: string }[] = wanted.what === 'task' ? account.tasks : account.approvals;
  return list.some((known) => known.key === wanted.key);
}

function ask(effectiveOn: Day, { what, key, code }: Wanted, input: DecideInput): FactDraft {
  if (what === 'task') return { kind: 'task.opened', effectiveOn, body: { task: input.newId('tsk'), key, what: code } };
  const body = { approval: input.newId('apr'), subject: 'step', key, askedBy: 'policy' } as const;
  return { kind: 'approval.requested', effectiveOn, body };
}
