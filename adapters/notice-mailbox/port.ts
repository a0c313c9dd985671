import type { Instant } from '../../domain/calendar/day.ts';
import type { NoticeMail } from '../../domain/notices-of-microsoft/notice-mail.ts';

/** Where in the mailbox: a genuine notice that was taken for junk is a notice that nobody sees. */
export type MailFolder = 'inbox' | 'junkemail';

/** A mail in the mailbox, of which nothing was read yet. */
export interface ListedMail {
  /** Stays the same when the mail is moved to another folder. */
  readonly id: string;
  /** When our own host took it. */
  readonly receivedAt: Instant;
}

/** A mail as it came, and what a reader finds in it; `mail` is null for bytes that are no mail. */
export interface ReadMail {
  readonly document: Buffer;
  readonly mail: NoticeMail | null;
}

/** The shared mailbox to which Microsoft writes (practice 41). Nothing in it is changed. */
export interface NoticeMailbox {
  /** Its address, in lower case. */
  readonly address: string;
  /** Name of the host that takes its mail, as it signs its findings about senders; null for Exchange Online, which leaves it out. */
  readonly receivingHost: string | null;
  /** Everything in a folder since an instant, the oldest first. @throws PartnerCenterError */
  list(folder: MailFolder, since: Instant): Promise<readonly ListedMail[]>;
  /** Null for one that is no longer there. @throws PartnerCenterError */
  read(id: string): Promise<ReadMail | null>;
}
