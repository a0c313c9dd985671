import type { z } from 'zod';
import type { securityCase } from '../../contracts/security-cases.ts';
import type { Note } from '../../db/notes.ts';
import { CURE_OWNER_NOTE, CURE_STEP_NOTE, cureStepSubject } from '../../domain/security/cure.ts';
import type { SecurityCase } from '../../domain/security/security-case.ts';

type CurePlan = z.output<typeof securityCase>['curePlan'];

/** What the texts of the steps are about, for those who load them. */
export function cureSubjects(caseId: string, { cureSteps }: SecurityCase): readonly string[] {
  return cureSteps.map(({ step }) => cureStepSubject(caseId, step));
}

/** A case's plan with the words of its steps; null where those were erased. */
export function curePlanOf(
  caseId: string,
  { cureSteps, cureWaived }: SecurityCase,
  notes: ReadonlyMap<string, readonly Note[]>,
): CurePlan {
  const textOf = (step: number, kind: string): string | null =>
    notes.get(cureStepSubject(caseId, step))?.find((note) => note.kind === kind)?.text ?? null;
  return {
    waived: cureWaived,
    steps: cureSteps.map(({ step, dueAt, doneAt }) => ({
      step,
      what: textOf(step, CURE_STEP_NOTE),
      owner: textOf(step, CURE_OWNER_NOTE),
      dueAt,
      doneAt,
    })),
  };
}
