import type { z } from 'zod';
import type { securityCase } from '../../contracts/security-cases.ts';
import type { CaseEvidence } from '../../db/lists/security-cases.ts';
import type { Note } from '../../db/notes.ts';
import type { CaseFact } from '../../domain/security/case-facts.ts';
import { CURE_OWNER_NOTE, CURE_STEP_NOTE, cureStepSubject } from '../../domain/security/cure.ts';
import { foldCase } from '../../domain/security/security-case.ts';

type CurePlan = z.output<typeof securityCase>['curePlan'];

/** The steps of a case's plan as its facts have them. */
function planIn(evidence: readonly CaseEvidence[]) {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- kind and body were drafted together, and nobody can change them since
  const facts = evidence.map((fact, index) => ({ ...fact, seq: index + 1 })) as unknown as readonly CaseFact[];
  return foldCase(facts);
}

/** What the texts of the steps are about, for those who load them. */
export function cureSubjects(caseId: string, evidence: readonly CaseEvidence[]): readonly string[] {
  return planIn(evidence).cureSteps.map(({ step }) => cureStepSubject(caseId, step));
}

/** A case's plan with the words of its steps; null where those were erased. */
export function curePlanOf(
  caseId: string,
  evidence: readonly CaseEvidence[],
  notes: ReadonlyMap<string, readonly Note[]>,
): CurePlan {
  const { cureSteps, cureWaived } = planIn(evidence);
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
