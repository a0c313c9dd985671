import type { MailFinding } from '../../domain/notices-of-microsoft/genuineness.ts';
import type { Genuineness, NoticeAction, NoticeClass } from '../../domain/notices-of-microsoft/notice-mail.ts';
import type { PartnerTaskFor } from '../../domain/notices-of-microsoft/decide-mail.ts';
import type { Bytes, Json } from './column-types.ts';

export type MailOutcomeWord = 'case' | 'task' | 'recorded' | 'repeated';

export interface NoticeMailTables {
  notice_mail: {
    id: string;
    mailbox_id: string;
    message_key: string;
    notice_key: string;
    received_at: Date;
    read_at: Date;
    genuineness: Genuineness;
    findings: Json<readonly MailFinding[]>;
    notice_class: NoticeClass;
    action: Json<NoticeAction>;
    answer_by: Date | null;
    outcome: MailOutcomeWord;
    repeats: string | null;
    cases: Json<readonly string[]>;
  };
  notice_mail_content: {
    mail_id: string;
    sha256: Bytes;
    document: Bytes | null;
    sender: string | null;
    subject: string | null;
  };
  notice_mailbox_mark: {
    mailbox: string;
    folder: string;
    watched_since: Date;
    read_to: Date | null;
    read_at: Date | null;
  };
  partner_task: {
    id: string;
    key: string;
    what: string;
    for_role: PartnerTaskFor;
    subject: string | null;
    opened_at: Date;
    due_at: Date;
    closed_at: Date | null;
    closed_by: string | null;
  };
}
