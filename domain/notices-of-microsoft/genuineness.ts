import type { Day } from '../calendar/day.ts';
import { readAuthentication } from './authentication-results.ts';
import { looksLikeMicrosoft, namesMicrosoft } from './look-alike.ts';
import type { Genuineness, MailParty, NoticeMail } from './notice-mail.ts';
import { countsOn, isUnder, LINK_HOSTS, SENDER_DOMAINS } from './senders.ts';

/**
 * What speaks against a mail:
 * - `lookAlikeSender`: the address, or the name beside a foreign address, wants to be taken for Microsoft's.
 * - `authenticationFailed`: Microsoft's own domain, and our receiving host says that it is not from there.
 * - `notAuthenticated`: Microsoft's own domain, and our host has found nothing that proves it.
 * - `severalSenders`, `noSender`, `foreignSender`: nobody who could speak for Microsoft.
 * - `replyElsewhere`: an answer would go to somebody else.
 * - `foreignLink`, `lookAlikeLink`: a link leads elsewhere; genuine senders are made to carry such links.
 */
export type MailFinding =
  | 'lookAlikeSender'
  | 'authenticationFailed'
  | 'notAuthenticated'
  | 'severalSenders'
  | 'noSender'
  | 'foreignSender'
  | 'replyElsewhere'
  | 'foreignLink'
  | 'lookAlikeLink';

/** Each of these alone means that somebody wants to deceive. All others are a reason for a person to look. */
const FORGED: ReadonlySet<MailFinding> = new Set<MailFinding>(['lookAlikeSender', 'authenticationFailed']);

export interface MailJudgement {
  readonly genuineness: Genuineness;
  readonly findings: readonly MailFinding[];
}

export interface MailRules {
  /** Name of our receiving host in `Authentication-Results`; null for Exchange Online, which leaves it out. */
  readonly receivingHost: string | null;
  /** The day on which the mail came, for rules that are dated. */
  readonly day: Day;
}

/** Whether a mail is Microsoft's (practice 44). Genuine is only what nothing speaks against. */
export function judgeMail(mail: NoticeMail, rules: MailRules): MailJudgement {
  const findings = [...senderFindings(mail, rules), ...replyFindings(mail, rules), ...linkFindings(mail, rules)];
  if (findings.length === 0) return { genuineness: 'genuine', findings };
  return { genuineness: findings.some((one) => FORGED.has(one)) ? 'forged' : 'doubtful', findings };
}

function senderFindings({ from, authenticationResults }: NoticeMail, rules: MailRules): readonly MailFinding[] {
  const [sender, ...others] = from;
  if (sender === undefined) return ['noSender'];
  const foreign = from.filter(({ address }) => !isMicrosofts(hostOf(address), rules.day));
  if (foreign.length > 0)
    return [foreign.some((one) => claimsToBeMicrosoft(one, rules.day)) ? 'lookAlikeSender' : 'foreignSender'];
  if (others.length > 0) return ['severalSenders'];
  const domain = hostOf(sender.address);
  const found = readAuthentication(authenticationResults, rules.receivingHost, domain);
  if (found?.dmarc === 'fail') return ['authenticationFailed'];
  return found?.dmarc === 'pass' && found.aligned ? [] : ['notAuthenticated'];
}

function replyFindings({ replyTo }: NoticeMail, { day }: MailRules): readonly MailFinding[] {
  return replyTo.every(({ address }) => isMicrosofts(hostOf(address), day)) ? [] : ['replyElsewhere'];
}

function linkFindings({ linkHosts }: NoticeMail, { day }: MailRules): readonly MailFinding[] {
  const foreign = linkHosts.filter((host) => !isKnownHost(host, day));
  if (foreign.length === 0) return [];
  return [foreign.some(looksLikeMicrosoft) ? 'lookAlikeLink' : 'foreignLink'];
}

function isMicrosofts(host: string, day: Day): boolean {
  return SENDER_DOMAINS.some((one) => countsOn(one, day) && isUnder(host, one.domain));
}

/** Another of Microsoft's own hosts claims nothing wrong: only no notice is known to come from there. */
function claimsToBeMicrosoft({ name, address }: MailParty, day: Day): boolean {
  const host = hostOf(address);
  return !isKnownHost(host, day) && (looksLikeMicrosoft(host) || namesMicrosoft(name));
}

function isKnownHost(host: string, day: Day): boolean {
  return LINK_HOSTS.some((one) => countsOn(one, day) && isUnder(host, one.host));
}

function hostOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
