import type { CaseKind, CaseSeverity } from '../security/case-facts.ts';
import type { Genuineness, NoticeAction, NoticeClass } from './notice-mail.ts';

/** Whose work a task of the partner's is. */
export type PartnerTaskFor = 'analyst' | 'finance' | 'operator';

/** What is to be done with a mail. */
export type MailOutcome =
  /** A case of each customer that it is about. */
  | { readonly kind: 'case'; readonly case: CaseKind; readonly severity: CaseSeverity }
  | { readonly kind: 'task'; readonly what: MailTask; readonly for: PartnerTaskFor }
  /** Recorded, and nobody has to do anything. */
  | { readonly kind: 'recorded' };

/** Coded word of the task that a mail becomes. */
export type MailTask =
  | 'doubtfulMail'
  | 'unclassedMail'
  | 'mailOfUnknownCustomer'
  | 'billingNotice'
  | 'creditLimitNotice'
  | 'serviceAdvisory';

const CASES: Partial<Record<NoticeClass, CaseKind>> = { securityAlert: 'fraud', aup: 'aup', terms: 'notice' };
const TASKS: Partial<Record<NoticeClass, readonly [MailTask, PartnerTaskFor]>> = {
  billing: ['billingNotice', 'finance'],
  creditLimit: ['creditLimitNotice', 'finance'],
  other: ['unclassedMail', 'analyst'],
};

/**
 * What a mail becomes (practices 6, 31, 44). A forged one only a record; a doubtful one a task, whatever it says, because
 * nothing that it says is to be believed; a notice about no customer whom we know a task as well, never nothing.
 */
export function decideMail(mail: {
  readonly genuineness: Genuineness;
  readonly noticeClass: NoticeClass;
  readonly action: NoticeAction;
  /** How many of our customers it is about. */
  readonly customers: number;
}): MailOutcome {
  const { genuineness, noticeClass, action, customers } = mail;
  if (genuineness === 'forged') return { kind: 'recorded' };
  if (genuineness === 'doubtful') return { kind: 'task', what: 'doubtfulMail', for: 'analyst' };
  const task = TASKS[noticeClass];
  if (task !== undefined) return { kind: 'task', what: task[0], for: task[1] };
  const asCase = CASES[noticeClass] ?? (action.required ? 'notice' : undefined);
  // An advisory that asks for nothing: it is for everybody to read, and nobody's work.
  if (asCase === undefined) return { kind: 'recorded' };
  if (customers > 0) return { kind: 'case', case: asCase, severity: severityOf(noticeClass, action) };
  if (noticeClass === 'serviceAdvisory') return { kind: 'task', what: 'serviceAdvisory', for: 'operator' };
  return { kind: 'task', what: 'mailOfUnknownCustomer', for: 'analyst' };
}

function severityOf(noticeClass: NoticeClass, { taken }: NoticeAction): CaseSeverity {
  if (taken || noticeClass === 'securityAlert') return 'high';
  return noticeClass === 'aup' ? 'medium' : 'low';
}
