import type { ErrorMeaning } from './errors.ts';
import { asList, asText, field, fieldAt, type JsonValue } from './json.ts';
import { PartnerCenterError } from './partner-center-error.ts';

const foreignLink: ErrorMeaning = {
  kind: 'refused',
  needsPerson: true,
  action: 'A link in Microsoft’s answer leads to another host: check the configured address of the API.',
  retryAfterMs: null,
};

/**
 * A whole address, if it lies at the API's own origin: our token would go to whoever stands elsewhere.
 *
 * @throws PartnerCenterError `refused`, code `foreign_link`
 */
export function ownAddress(apiUrl: string, address: string): URL {
  const whole = new URL(address);
  if (whole.origin !== new URL(apiUrl).origin) throw new PartnerCenterError(foreignLink, { code: 'foreign_link' });
  return whole;
}

/**
 * The address of a path or of a link's `uri` (contract section 2.2): usually `/customers/…` without `/v1`, sometimes with
 * it, sometimes whole; webhooks and audit details have a version of their own (section 1.1).
 *
 * @throws PartnerCenterError `refused` when the address lies outside the API's own origin
 */
export function resolveLink(apiUrl: string, uri: string): URL {
  if (/^https?:\/\//i.test(uri)) return ownAddress(apiUrl, uri);
  const base = new URL(apiUrl);
  const prefix = base.pathname.replace(/\/+$/, '');
  const path = uri.startsWith('/') ? uri : `/${uri}`;
  const versioned = /^\/((webhooks|auditactivity)\/)?v1(?=[/?]|$)/i.test(path) ? path : `/v1${path}`;
  return new URL(`${base.origin}${prefix}${versioned}`);
}

export interface NextPage {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The link to the next page, its headers included (a continuation token may sit there); null on the last page. */
export function nextPageOf(page: JsonValue): NextPage | null {
  const link = fieldAt(page, 'links', 'next');
  const path = asText(field(link, 'uri'));
  if (path === null) return null;
  const headers = asList(field(link, 'headers')).flatMap((header) => {
    const [key, value] = [asText(field(header, 'key')), asText(field(header, 'value'))];
    return key === null || value === null ? [] : [[key.toLowerCase(), value] as const];
  });
  return { path, headers: Object.fromEntries(headers) };
}
