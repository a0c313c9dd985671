import type { MailAddress } from '../adapters/mail/port.ts';

/** Reads `Name <address>` or a bare address. @throws Error when the text is neither */
export function mailFrom(text: string): MailAddress {
  const match = /^\s*(?:"?(?<name>[^"<]*?)"?\s*<(?<inside>[^<>\s]+)>|(?<bare>\S+))\s*$/u.exec(text);
  const address = match?.groups?.['inside'] ?? match?.groups?.['bare'];
  if (address === undefined) throw new Error(`MAIL_FROM is no address: ${text}`);
  const name = match?.groups?.['name'];
  return name ? { name, address } : { address };
}
