import { doubtful, PartnerCenterError } from './partner-center-error.ts';
import { type ErrorMeaning, meaningOf } from './errors.ts';
import { asInteger, asText, field, type JsonValue, parseJson } from './json.ts';
import type { HttpReply } from './transport.ts';

/** JSON of a reply's body; undefined for an empty body and for a text that is not JSON (a proxy's page). */
export function bodyOf(reply: HttpReply): JsonValue | undefined {
  if (reply.text.trim() === '') return undefined;
  try {
    return parseJson(reply.text);
  } catch {
    return undefined;
  }
}

/**
 * How long a reply asks to wait, in milliseconds. `Retry-After` is seconds, possibly with a fraction, or an HTTP date; a
 * throttling gateway in front of Partner Center also says it in words only (contract section 2.6). Null when it says nothing.
 */
export function retryAfterOf(reply: HttpReply, now: number): number | null {
  const header = reply.headers['retry-after']?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(header)) return Math.ceil(Number(header) * 1000);
  const date = header === '' ? Number.NaN : Date.parse(header);
  if (!Number.isNaN(date)) return Math.max(0, date - now);
  const inWords = /try again in (\d+(?:\.\d+)?) second/i.exec(asText(field(bodyOf(reply), 'message')) ?? '');
  return inWords?.[1] === undefined ? null : Math.ceil(Number(inWords[1]) * 1000);
}

/**
 * The error that a reply other than 2xx stands for. The code is usually text, sometimes a number; the throttling answer
 * has another shape and no code at all (contract sections 2.5 and 2.6).
 */
export function faultOf(reply: HttpReply, now: number, write: boolean): PartnerCenterError {
  const body = bodyOf(reply);
  const code = asText(field(body, 'code'));
  const origin = {
    httpStatus: reply.status,
    code: code === '0' ? null : code,
    retryAfterMs: retryAfterOf(reply, now),
    description: (asText(field(body, 'description')) ?? asText(field(body, 'message')))?.slice(0, 1024) ?? null,
    correlationId: reply.headers['ms-correlationid'] ?? null,
  };
  const meaning = meaningOf(reply.status, origin.code);
  return write && meaning.kind === 'unavailable' ? doubtful(origin) : new PartnerCenterError(meaning, origin);
}

const signIn = (needsPerson: boolean, action: string): ErrorMeaning => ({
  kind: 'unauthorized',
  needsPerson,
  action,
  retryAfterMs: null,
});

/** The stored grant no longer suffices: revoked, run out, or a sign-in with MFA is asked for. */
const consentAgain: ReadonlySet<string> = new Set(['invalid_grant', 'interaction_required', 'consent_required']);

/** The error of a refused token request (contract section 1.2): `{error, error_description, error_codes, …}`. */
export function tokenFaultOf(reply: HttpReply, now: number): PartnerCenterError {
  const body = bodyOf(reply);
  const error = asText(field(body, 'error'));
  const origin = {
    httpStatus: reply.status,
    code: error,
    retryAfterMs: retryAfterOf(reply, now),
    correlationId: asText(field(body, 'correlation_id')),
  };
  if (reply.status === 429 || reply.status >= 500) return new PartnerCenterError(meaningOf(reply.status, null), origin);
  return new PartnerCenterError(
    consentAgain.has(error ?? '')
      ? signIn(
          true,
          'The stored sign-in is no longer accepted: a partner administrator consents again, signing in with MFA.',
        )
      : signIn(true, 'Microsoft refuses the application’s own sign-in: check tenant, client id and secret.'),
    origin,
  );
}

/** Seconds that a token lives, text or number (contract section 1.2); null when it does not say. */
export const lifetimeOf = (body: JsonValue | undefined): number | null => asInteger(field(body, 'expires_in'));
