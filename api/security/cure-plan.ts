import type { z } from 'zod';
import type { casePlan } from '../../contracts/security-cases.ts';
import { Refusal } from '../../domain/errors.ts';
import type { CaseFactDraft } from '../../domain/security/case-facts.ts';
import { CURE_OWNER_NOTE, CURE_STEP_NOTE, cureStepSubject, isAboutRules } from '../../domain/security/cure.ts';
import type { CaseContext } from './case-write.ts';

/**
 * Plans how a breach is cured (practice 11). What is to be done and by whom are a person's words about persons: they stand
 * beside the case, and the facts have numbers and days.
 * @throws Refusal `wrong_phase` for a case that is not about rules, `day_has_passed`
 */
export function planCure(
  { change, loaded, keep }: CaseContext,
  { steps }: Pick<z.output<typeof casePlan>, 'steps'>,
): CaseFactDraft {
  if (!isAboutRules(loaded.known))
    throw new Refusal('wrong_phase', 'a cure plan belongs to a case of kind aup or notice');
  const late = steps.findIndex(({ dueAt }) => dueAt <= change.now);
  if (late >= 0)
    throw new Refusal('day_has_passed', 'a step would be late from the start', [
      { pointer: `/steps/${late}/dueAt`, message: 'is not in the future' },
    ]);
  const first = loaded.known.cureSteps.length + 1;
  const planned = steps.map(({ what, owner, dueAt }, index) => {
    const step = first + index;
    const subject = cureStepSubject(loaded.id, step);
    keep(subject, CURE_STEP_NOTE, what);
    keep(subject, CURE_OWNER_NOTE, owner);
    return { step, dueAt };
  });
  return { kind: 'case.curePlanned', body: { steps: planned } };
}

/** Says that a step is done; the note is its evidence. @throws Refusal `not_found`, `conflict` when it is done already */
export function finishStep({ loaded, params, keep }: CaseContext, { note }: { readonly note: string }): CaseFactDraft {
  const step = Number(params['step']);
  const known = loaded.known.cureSteps.find((one) => one.step === step);
  if (known === undefined) throw new Refusal('not_found', `the plan has no step ${params['step'] ?? ''}`);
  if (known.doneAt !== null) throw new Refusal('conflict', `step ${step} is done already`);
  keep(cureStepSubject(loaded.id, step), 'case.cureStepDone', note);
  return { kind: 'case.cureStepDone', body: { step } };
}
