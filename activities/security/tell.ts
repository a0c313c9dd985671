import { lifecycleWorkflowId } from '../../contracts/lifecycle.ts';
import { securityCaseWorkflowId } from '../../contracts/security-case-activities.ts';
import { clocksOf } from '../../domain/security/case-clocks.ts';
import { lastDayOf } from '../../domain/security/credit-request.ts';
import type { CaseFactDraft } from '../../domain/security/case-facts.ts';
import type { CaseEffect } from '../../domain/security/case-decision.ts';
import { type ContactDeps, mailContact } from '../notices/mail-contact.ts';
import type { CaseAtWork } from './case-at-work.ts';

/** Writes to the security contact, or to the deputy when a promise is in danger. */
export async function tell(
  deps: ContactDeps,
  { caseId, customerId, known }: CaseAtWork,
  { key, whom }: Extract<CaseEffect, { kind: 'tell' }>,
): Promise<readonly CaseFactDraft[]> {
  const sent = await mailContact(deps, {
    whom,
    id: `${caseId}.${key}`,
    date: known.receivedAt,
    subject: `${occasionOf(key)}: ${known.kind}, ${known.severity} (${caseId})`,
    lines: [
      `Case ${caseId} of customer ${customerId}, ${known.kind}, severity ${known.severity}.`,
      '',
      ...clocksOf(known).map(({ name, at }) => `${name} by ${new Date(at).toISOString()}`),
      ...(known.credit === null ? [] : [`credit to be asked for by ${lastDayOf(known.credit)}`]),
      '',
      `Its run in Temporal: ${securityCaseWorkflowId(caseId)}; the customer's: ${lifecycleWorkflowId(customerId)}.`,
    ],
  });
  return [{ kind: 'case.told', body: { key, sent } }];
}

/** The occasion in words; keys are `received`, `escalated.act`, `approval.1`, `returned.1.1`, `credit.2026-01-05.30`. */
function occasionOf(key: string): string {
  if (key === 'received') return 'New case';
  if (key.startsWith('approval.')) return 'A second person must decide';
  if (key.startsWith('returned.')) return 'What was stopped is on again';
  if (key.startsWith('credit.')) return 'Credit not yet asked for';
  return 'Case in danger of being late';
}
