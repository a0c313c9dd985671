import { expect, it } from 'vitest';
import type { CaseFact, CaseFactDraft, CaseKind, CaseSource } from '../../../domain/security/case-facts.ts';
import { isLikeKind, isReportAbout } from '../../../domain/security/same-matter.ts';
import { foldCase } from '../../../domain/security/security-case.ts';

const T0 = Date.UTC(2026, 2, 2, 9);
const report = (kind: CaseKind) =>
  ({ kind, severity: 'low', source: 'phone', receivedAt: T0, answerBy: null }) as const;
const caseOf = (kind: CaseKind, source: CaseSource, ...further: readonly CaseFactDraft[]) => {
  const receipt: CaseFactDraft = { kind: 'case.received', body: { ...report(kind), source } };
  return foldCase([receipt, ...further].map((draft, index): CaseFact => ({ ...draft, seq: index + 1, at: T0 })));
};

it('fraud and security are one kind to a person, and two to what finds them by itself', () => {
  const swept = caseOf('security', 'watch');
  const alert = { kind: 'fraud', byPerson: false } as const;
  expect([isLikeKind(swept, alert), isLikeKind(caseOf('security', 'phone'), alert)]).toEqual([false, true]);
  expect(isLikeKind(caseOf('security', 'watch', { kind: 'case.reportLinked', body: report('fraud') }), alert)).toBe(
    true,
  );
  expect([isReportAbout(swept, 'fraud'), isReportAbout(caseOf('fraud', 'alert'), 'security')]).toEqual([true, true]);
  expect([isReportAbout(swept, 'aup'), isReportAbout(caseOf('notice', 'mail'), 'aup')]).toEqual([false, false]);
});

it('a report is not about a case that is judged', () => {
  const judged: CaseFactDraft = { kind: 'case.judged', body: { verdict: 'fraud', waived: false } };
  expect(isReportAbout(caseOf('fraud', 'alert'), 'fraud')).toBe(true);
  expect(isReportAbout(caseOf('fraud', 'alert', judged), 'fraud')).toBe(false);
});

it('two reports of people are two cases, until something comes by itself that belongs to the first', () => {
  expect(isReportAbout(caseOf('fraud', 'phone'), 'fraud')).toBe(false);
  const body = {
    occurrence: 'o',
    alert: 'a',
    way: 'graph',
    azureSubscription: null,
    alertType: 'CryptoMining',
  } as const;
  expect(isReportAbout(caseOf('fraud', 'phone', { kind: 'case.alertLinked', body }), 'fraud')).toBe(true);
});
