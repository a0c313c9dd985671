import type { Day, Instant } from '../calendar/day.ts';
import type { DecideInput } from '../decide.ts';
import type { FactDraft } from '../facts/fact.ts';
import { stoppable } from '../service/service.ts';
import type { LadderAnswer, Wanted } from './ladder.ts';
import type { LadderContext } from './ladder-context.ts';

/**
 * What a look at the ladder makes true without touching the outside world: tasks and approvals that people must see to,
 * rungs jumped over, and the rungs that are nothing but a record (call, handover, a suspension with nothing to stop).
 */
export function rungMoves(
  context: LadderContext,
  answer: LadderAnswer,
  input: DecideInput,
  _now: Instant,
): readonly FactDraft[] {
  const asked = answer.wanted
    .filter((wanted) => !alreadyAsked(context, wanted))
    .map((wanted) => ask(context, wanted, input));
  if (asked.length > 0) return asked;
  if (answer.due === null) return [];
  const { ref, step, jumped } = answer.due;
  const effectiveOn = context.today;
  const lapsed = jumped
    .filter((over) => !context.account.dunning.lapsed.has(over.step))
    .map(
      (over): FactDraft => ({
        kind: 'step.lapsed',
        effectiveOn,
        body: { case: over.case, step: over.step, occurrence: over.occurrence, because: 'jumped' },
      }),
    );
  if (lapsed.length > 0) return lapsed;
  const done: FactDraft = { kind: 'step.done', effectiveOn, body: ref };
  switch (step.kind) {
    case 'call':
    case 'handover':
      return [
        {
          kind: 'task.opened',
          effectiveOn,
          body: { task: input.newId('tsk'), key: `${step.kind}/${ref.occurrence}`, what: step.kind },
        },
        done,
      ];
    case 'terminate':
      return [{ kind: 'offboarding.requested', effectiveOn, body: { on: effectiveOn, by: 'policy' } }, done];
    case 'suspend':
      return stoppable(context.account).length > 0 ? [] : [debtHold(context, input.newId('hld')), done];
    default:
      return [];
  }
}

/** The hold that a suspension for debt places on the whole account. */
export function debtHold(context: { readonly today: Day }, hold: string): FactDraft {
  return {
    kind: 'hold.placed',
    effectiveOn: context.today,
    body: { hold, reason: 'debt', scope: 'account', until: null, placedBy: 'policy' },
  };
}

function alreadyAsked({ account }: LadderContext, wanted: Wanted): boolean {
  return wanted.what === 'task'
    ? account.tasks.some((task) => task.key === wanted.key)
    : account.approvals.some((approval) => approval.key === wanted.key);
}

function ask(context: LadderContext, wanted: Wanted, input: DecideInput): FactDraft {
  const effectiveOn = context.today;
  return wanted.what === 'task'
    ? { kind: 'task.opened', effectiveOn, body: { task: input.newId('tsk'), key: wanted.key, what: wanted.code } }
    : {
        kind: 'approval.requested',
        effectiveOn,
        body: { approval: input.newId('apr'), subject: 'step', key: wanted.key, askedBy: 'policy' },
      };
}
