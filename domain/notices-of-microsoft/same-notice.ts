import type { NoticeMail } from './notice-mail.ts';
import { plainText } from './plain-text.ts';

/** Words before a subject that say that it was written before. */
const AGAIN = /^(?:(?:re|fwd?|odp|pd|reminder|przypomnienie|2nd notice|second notice)\s*[:\-–]\s*)+/;

/** What two mails have in common when they are the same notice, sent twice. */
export function sameNoticeText({ subject, text }: Pick<NoticeMail, 'subject' | 'text'>): string {
  return `${plainText(subject).replace(AGAIN, '')}\n${plainText(text)}`;
}
