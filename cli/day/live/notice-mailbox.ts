import type { MailKind } from '../script/script-event.ts';

/** The mailbox to which Microsoft writes. */
export const NOTICES = 'csp-notices@partner.example';

/** A mail that came, and whose tenant it is about. */
export interface SentMail {
  readonly id: string;
  readonly kind: MailKind;
  readonly tenant: string;
  /** Wall instant. */
  readonly at: number;
}
