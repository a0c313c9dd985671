import type { CaseKind, CaseSource } from './case-facts.ts';
import type { SecurityCase } from './security-case.ts';

const BY_PERSON: ReadonlySet<CaseSource> = new Set<CaseSource>(['mail', 'phone', 'other']);

/** Kinds of case that may be about the same: who calls says `security` of what an alert of Microsoft's calls `fraud`. */
export function kindsLike(kind: CaseKind): readonly CaseKind[] {
  return kind === 'fraud' || kind === 'security' ? ['fraud', 'security'] : [kind];
}

/**
 * Whether something of a kind may be part of an open case by its kind. Where the kinds differ, one of the two must be a person's
 * word: an administrator whom our sweep has found is not what an alert is about.
 */
export function isLikeKind(
  { kind, source, reports }: Pick<SecurityCase, 'kind' | 'source' | 'reports'>,
  told: { readonly kind: CaseKind; readonly byPerson: boolean },
): boolean {
  if (told.kind === kind) return true;
  if (!kindsLike(kind).includes(told.kind)) return false;
  return told.byPerson || BY_PERSON.has(source) || reports.length > 0;
}

/** Nobody has called it harmless: what else comes to be known belongs to it. */
export function isStillSuspected({ verdict }: Pick<SecurityCase, 'verdict'>): boolean {
  return verdict === null || verdict === 'fraud';
}

/** Whether something that nobody reported has a part in a case: an alert, a finding, a suspension, a mail in the mailbox. */
function hasComeByItself(known: SecurityCase): boolean {
  const { source, alerts, findings, suspensions, notices, reenabled } = known;
  return !BY_PERSON.has(source) || [alerts, findings, suspensions, notices, reenabled].some((part) => part.length > 0);
}

/**
 * Whether what a person reports of a customer is about an open case. A caller names no alert and no subscription: what has come
 * by itself and is not judged yet is taken for the same, unless the caller says that it is another matter. What only people
 * have reported stays apart: whoever takes a further report knows of it, and may have meant another.
 */
export function isReportAbout(known: SecurityCase, kind: CaseKind): boolean {
  return known.verdict === null && hasComeByItself(known) && isLikeKind(known, { kind, byPerson: true });
}
