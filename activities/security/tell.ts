import { lifecycleWorkflowId } from '../../contracts/lifecycle.ts';
import { securityCaseWorkflowId } from '../../contracts/security-case-activities.ts';
import { clocksOf } from '../../domain/security/case-clocks.ts';
import { lastDayOf } from '../../domain/security/credit-request.ts';
import type { CaseFactDraft } from '../../domain/security/case-facts.ts';
import type { CaseEffect } from '../../domain/security/case-decision.ts';
import type { ActivityDeps } from '../deps.ts';
import { sendNotice } from '../notices/send-notice.ts';
import type { CaseAtWork } from './case-at-work.ts';

/**
 * Writes to the security contact, or to the deputy when a promise is in danger. Ids, coded words and instants only: what
 * the case is about is read behind a sign-in. The same occasion gives the same bytes.
 */
export async function tell(
  { mailer, mailFrom, securityContacts }: Pick<ActivityDeps, 'mailer' | 'mailFrom' | 'securityContacts'>,
  { caseId, customerId, known }: CaseAtWork,
  { key, whom }: Extract<CaseEffect, { kind: 'tell' }>,
): Promise<readonly CaseFactDraft[]> {
  const address = whom === 'contact' ? securityContacts.contact : securityContacts.deputy;
  if (address === null) return [{ kind: 'case.told', body: { key, sent: false } }];
  const host = mailFrom.address.split('@').at(-1) ?? 'localhost';
  const raw = await mailer.compose({
    messageId: `${caseId}.${key}@${host}`,
    date: known.receivedAt,
    from: mailFrom,
    to: [{ address }],
    subject: `${occasionOf(key)}: ${known.kind}, ${known.severity} (${caseId})`,
    text: [
      `Case ${caseId} of customer ${customerId}, ${known.kind}, severity ${known.severity}.`,
      '',
      ...clocksOf(known).map(({ name, at }) => `${name} by ${new Date(at).toISOString()}`),
      ...(known.credit === null ? [] : [`credit to be asked for by ${lastDayOf(known.credit)}`]),
      '',
      `Its run in Temporal: ${securityCaseWorkflowId(caseId)}; the customer's: ${lifecycleWorkflowId(customerId)}.`,
      '',
    ].join('\n'),
    headers: { 'Auto-Submitted': 'auto-generated' },
  });
  const { kind } = await sendNotice(mailer, mailFrom.address, { to: address, raw });
  return [{ kind: 'case.told', body: { key, sent: kind === 'accepted' } }];
}

/** The occasion in words; keys are `received`, `escalated.act`, `approval.1`, `returned.1.1`, `credit.2026-01-05.30`. */
function occasionOf(key: string): string {
  if (key === 'received') return 'New case';
  if (key.startsWith('approval.')) return 'A second person must decide';
  if (key.startsWith('returned.')) return 'What was stopped is on again';
  if (key.startsWith('credit.')) return 'Credit not yet asked for';
  return 'Case in danger of being late';
}
