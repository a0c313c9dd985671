import { simpleParser } from 'mailparser';
import type { NewMessage } from './store.ts';

/** Reads one mail as it came over the wire. Whom it is for says the envelope, not the header. */
export async function parseMail(
  raw: Buffer,
  envelope: { readonly from: string; readonly to: readonly string[] },
): Promise<NewMessage> {
  // Deriving text from HTML and back costs more than the rest of the parsing, and would show text that nobody sent.
  const mail = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true });
  const headers: Record<string, string> = {};
  for (const { key, line } of mail.headerLines)
    headers[key] = line
      .slice(line.indexOf(':') + 1)
      .replace(/\r?\n\s+/g, ' ')
      .trim();
  return {
    messageId: (mail.messageId ?? '').replace(/^<|>$/g, ''),
    from: mail.from?.value[0]?.address?.toLowerCase() ?? envelope.from,
    to: [...new Set(envelope.to.map((address) => address.toLowerCase()))],
    subject: mail.subject ?? '',
    date: mail.date?.toISOString() ?? null,
    receivedAt: new Date().toISOString(),
    headers,
    text: mail.text ?? null,
    html: typeof mail.html === 'string' ? mail.html : null,
    raw,
  };
}
