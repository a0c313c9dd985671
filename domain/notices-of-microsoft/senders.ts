import type { Day } from '../calendar/day.ts';

/** From when until when something counts as Microsoft's; `until` is the first day on which it no longer does. */
interface Dated {
  readonly from: Day;
  readonly until: Day | null;
  /** Where it is written. */
  readonly source: string;
}

/** A domain whose mail, and whose subdomains' mail, is Microsoft's own once it is authenticated. */
export interface SenderDomain extends Dated {
  readonly domain: string;
}

/** A host, with its subdomains, to which a link in Microsoft's mail may lead. */
export interface LinkHost extends Dated {
  readonly host: string;
}

/**
 * Whose mail is Microsoft's. Practice 44 names `no-reply@microsoft.com` and, newer, `azure-noreply@microsoft.com`, both
 * under the one domain for which Microsoft alone can sign; a domain that it only rents elsewhere is not here: a notice taken
 * for doubtful costs a look, a forged one that is believed costs more.
 */
export const SENDER_DOMAINS: readonly SenderDomain[] = Object.freeze([
  { domain: 'microsoft.com', from: '2021-11-01', until: null, source: 'practice 44' },
]);

/** Where Microsoft's pages for partners, customers and rules are (contract §1.1, csp-guidance F). */
export const LINK_HOSTS: readonly LinkHost[] = Object.freeze([
  { host: 'microsoft.com', from: '2021-11-01', until: null, source: 'contract §1.1' },
  { host: 'azure.com', from: '2021-11-01', until: null, source: 'contract §1.1' },
  { host: 'microsoftonline.com', from: '2021-11-01', until: null, source: 'contract §1.1' },
  { host: 'office.com', from: '2021-11-01', until: null, source: 'csp-guidance F' },
  { host: 'aka.ms', from: '2021-11-01', until: null, source: 'csp-guidance F' },
]);

/** Whether something dated counts on a day. */
export function countsOn({ from, until }: Dated, day: Day): boolean {
  return from <= day && (until === null || day < until);
}

/** Whether a host is a domain or lies below it. */
export function isUnder(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}
