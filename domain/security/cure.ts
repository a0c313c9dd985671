import type { CaseKind } from './case-facts.ts';
import type { SecurityCase } from './security-case.ts';

/** Cases about rules and terms: what was broken is to be made good (practice 11). */
const CURED: ReadonlySet<CaseKind> = new Set<CaseKind>(['aup', 'notice']);

export function isAboutRules({ kind }: Pick<SecurityCase, 'kind'>): boolean {
  return CURED.has(kind);
}

/** Every step of a plan is done. */
export function isPlanDone({ cureSteps }: Pick<SecurityCase, 'cureSteps'>): boolean {
  return cureSteps.length > 0 && cureSteps.every(({ doneAt }) => doneAt !== null);
}

/** Nothing is left to be cured: the plan is done or waived by name, or the verdict says that nothing was broken. */
export function isCured(known: SecurityCase): boolean {
  if (known.cureWaived || isPlanDone(known)) return true;
  return known.cureSteps.length === 0 && (!isAboutRules(known) || known.verdict !== 'fraud');
}

/** What a step is called where the words of it are kept: its text, and whose it is. */
export function cureStepSubject(caseId: string, step: number): string {
  return `${caseId}/cure/${step}`;
}

export const CURE_STEP_NOTE = 'cureStep';
export const CURE_OWNER_NOTE = 'cureOwner';
