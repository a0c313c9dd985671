import { isUnder } from './senders.ts';

/** What a host on the way has found out about a sender (RFC 8601), as far as it is judged here. */
export interface Authenticated {
  readonly dmarc: string | null;
  /** SPF or DKIM has passed for the domain of `From` itself, its parent or one below it. */
  readonly aligned: boolean;
}

/** A header that begins with a result instead of a host's name was written by Exchange Online, which leaves its name out. */
const BEGINS_WITH_RESULT = /^\s*(?:spf|dkim|dmarc|compauth|arc)\s*=/i;

/**
 * Reads the header of our own receiving host and no other: below it stands what the sender's side wrote, which may say
 * anything. Hosts put theirs on top. With `host` it is the topmost of that name, without one the topmost of all, and then
 * only in the form of Exchange Online.
 *
 * @returns null when our host has written none
 */
export function readAuthentication(
  values: readonly string[],
  host: string | null,
  fromDomain: string,
): Authenticated | null {
  const own = host === null ? topmostOfExchange(values) : values.find((value) => hostOf(value) === host.toLowerCase());
  if (own === undefined) return null;
  const results = withoutComments(own)
    .split(';')
    .map((part) => part.trim());
  const passed = (method: string, property: RegExp): boolean =>
    results.some((result) => {
      if (resultOf(result, method) !== 'pass') return false;
      const domain = property.exec(result)?.[1]?.toLowerCase().split('@').at(-1);
      return domain !== undefined && (isUnder(fromDomain, domain) || isUnder(domain, fromDomain));
    });
  return {
    dmarc: results.map((result) => resultOf(result, 'dmarc')).find((result) => result !== null) ?? null,
    aligned: passed('dkim', /\bheader\.(?:d|i)=([^\s;]+)/i) || passed('spf', /\bsmtp\.mailfrom=([^\s;]+)/i),
  };
}

function topmostOfExchange([first]: readonly string[]): string | undefined {
  return first !== undefined && BEGINS_WITH_RESULT.test(first) ? first : undefined;
}

function hostOf(value: string): string {
  return /^\s*([^\s;]+)/.exec(withoutComments(value))?.[1]?.toLowerCase() ?? '';
}

function resultOf(result: string, method: string): string | null {
  const [, name, word] = /^(\w+)\s*=\s*(\w+)/.exec(result) ?? [];
  return name?.toLowerCase() === method ? (word?.toLowerCase() ?? null) : null;
}

/** Comments may hold anything, a `dmarc=pass` included. */
function withoutComments(value: string): string {
  let text = value.replaceAll(/\s+/g, ' ');
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replaceAll(/\([^()]*\)/g, ' ');
  }
  return text;
}
