import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser';
import type { MailParty, NoticeMail } from '../../domain/notices-of-microsoft/notice-mail.ts';

/** Exchange puts its own page before a link; where it leads stands in the query. */
const WRAPPED = /(?:^|\.)safelinks\.protection\.outlook\.com$/;
const LINK_IN_TEXT = /\bhttps?:\/\/[^\s"'<>)\]]+/gi;
/** What a click follows: not the addresses of pictures, nor those that only name a kind of document. */
const LINK_IN_HTML = /\b(?:href|action)\s*=\s*["']?\s*(https?:\/\/[^\s"'<>]+)/gi;

/** What a reader finds in a mail (RFC 5322, MIME). Null for bytes that cannot be read as one. */
export async function readMime(document: Buffer): Promise<NoticeMail | null> {
  const parsed = await simpleParser(document, { skipTextToHtml: true, skipImageLinks: true }).catch(() => null);
  if (parsed === null) return null;
  const { subject = '', text = '', html } = parsed;
  return {
    messageId: parsed.messageId?.replace(/^<|>$/g, '') ?? null,
    from: partiesOf(parsed.from),
    replyTo: partiesOf(parsed.replyTo),
    subject,
    text,
    // Made out of HTML, a text has addresses in brackets, those of pictures as well.
    linkHosts: typeof html === 'string' ? hostsIn(html, text.replaceAll(/\[[^\]\s]*\]/g, '')) : hostsIn('', text),
    authenticationResults: valuesOf(parsed, 'authentication-results'),
  };
}

function partiesOf(of: AddressObject | undefined): readonly MailParty[] {
  return (of?.value ?? []).flatMap(({ name, address, group }) =>
    group === undefined
      ? [{ name, address: (address ?? '').toLowerCase() }]
      : group.map((one) => ({ name: one.name, address: (one.address ?? '').toLowerCase() })),
  );
}

/** Every value of a header as it stands in the mail, the topmost first. */
function valuesOf({ headerLines }: ParsedMail, name: string): readonly string[] {
  return headerLines
    .filter(({ key }) => key === name)
    .map(({ line }) =>
      line
        .slice(line.indexOf(':') + 1)
        .replaceAll(/\r?\n\s+/g, ' ')
        .trim(),
    );
}

function hostsIn(html: string, text: string): readonly string[] {
  const clicked = [...html.matchAll(LINK_IN_HTML)].map(([, link = '']) => link.replaceAll('&amp;', '&'));
  const written = [...text.matchAll(LINK_IN_TEXT)].map(([link]) => link);
  return [...new Set([...clicked, ...written].flatMap(hostOf))];
}

function hostOf(link: string): readonly string[] {
  if (!URL.canParse(link)) return [];
  const { hostname, searchParams } = new URL(link);
  const target = WRAPPED.test(hostname) ? searchParams.get('url') : null;
  return target !== null && URL.canParse(target) ? [new URL(target).hostname] : [hostname];
}
