import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { MailAddress, MailMessage } from './port.ts';

const named = ({ name = '', address }: MailAddress) => ({ name, address });

/**
 * RFC 5322 bytes of a message, with CRLF and in seven bits. Everything that a mail library would draw by chance (part
 * boundaries, Message-ID, date) follows from the message.
 */
export async function compose(message: MailMessage): Promise<Buffer> {
  const { messageId, date, from, to, replyTo, subject, text, html, headers, attachments } = message;
  const composer = new MailComposer({
    messageId: `<${messageId.replace(/^<|>$/g, '')}>`,
    date: new Date(date),
    from: named(from),
    to: to.map(named),
    ...(replyTo === undefined ? {} : { replyTo: named(replyTo) }),
    subject,
    text,
    ...(html === undefined ? {} : { html }),
    ...(headers === undefined ? {} : { headers: { ...headers } }),
    ...(attachments === undefined ? {} : { attachments: attachments.map((attachment) => ({ ...attachment })) }),
    baseBoundary: createHash('sha256').update(messageId).digest('hex').slice(0, 24),
    newline: 'win',
    // What is composed comes from templates and records; neither may make this program fetch or read anything.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}
