import type { ErrorMeaning, PartnerCenterErrorKind } from './errors.ts';

export interface ErrorOrigin {
  /** Who answered, when it was not Partner Center itself. */
  readonly service?: string;
  readonly httpStatus?: number | null;
  readonly code?: string | null;
  readonly retryAfterMs?: number | null;
  /** Microsoft's own words. They may name people or companies, so they are not part of `message`. */
  readonly description?: string | null;
  /** Quote it in a support case. */
  readonly correlationId?: string | null;
  readonly cause?: unknown;
}

/**
 * The one error that every client of Microsoft here rejects with. `message` holds codes only, so that it may stand in logs and in
 * Temporal's history; `description` is for a task that a person reads.
 */
export class PartnerCenterError extends Error {
  override readonly name = 'PartnerCenterError';
  readonly kind: PartnerCenterErrorKind;
  readonly httpStatus: number | null;
  readonly code: string | null;
  readonly retryAfterMs: number | null;
  readonly needsPerson: boolean;
  /** What to do, from contract section 17. */
  readonly action: string;
  readonly description: string | null;
  readonly correlationId: string | null;

  constructor(meaning: ErrorMeaning, origin: ErrorOrigin = {}) {
    const place = [
      origin.httpStatus === undefined || origin.httpStatus === null ? null : `HTTP ${origin.httpStatus}`,
      origin.code === undefined || origin.code === null ? null : `code ${origin.code}`,
    ].filter((part) => part !== null);
    const where = place.length > 0 ? ` (${place.join(', ')})` : '';
    super(`${origin.service ?? 'Partner Center'}: ${meaning.kind}${where}. ${meaning.action}`, { cause: origin.cause });
    this.kind = meaning.kind;
    this.httpStatus = origin.httpStatus ?? null;
    this.code = origin.code ?? null;
    this.retryAfterMs = origin.retryAfterMs ?? meaning.retryAfterMs;
    this.needsPerson = meaning.needsPerson;
    this.action = meaning.action;
    this.description = origin.description ?? null;
    this.correlationId = origin.correlationId ?? null;
  }
}

/** The connection failed before the request can have been read: nothing happened. */
export const unreachable = (cause: unknown): PartnerCenterError =>
  new PartnerCenterError(
    {
      kind: 'unavailable',
      needsPerson: false,
      action: 'Microsoft cannot be reached: try again later.',
      retryAfterMs: null,
    },
    { cause },
  );

/** A write whose answer was lost, or was trouble of the server: it may have taken effect. */
export const doubtful = (origin: ErrorOrigin): PartnerCenterError =>
  new PartnerCenterError(
    {
      kind: 'doubtful',
      needsPerson: false,
      action: 'The change may have been made: read again, then repeat with the same request id.',
      retryAfterMs: null,
    },
    origin,
  );

/** A call in a person's name, while nobody has consented. */
export const noConsent = (): PartnerCenterError =>
  new PartnerCenterError(
    {
      kind: 'unauthorized',
      needsPerson: true,
      action: 'No sign-in is stored: a partner administrator consents, signing in with MFA.',
      retryAfterMs: null,
    },
    { code: 'no_consent' },
  );

/** The store of sign-ins does not answer; nothing was asked of Microsoft that must not be asked again. */
export const storeAway = (cause: unknown): PartnerCenterError =>
  new PartnerCenterError(
    {
      kind: 'unavailable',
      needsPerson: false,
      action: 'The store of sign-ins cannot be reached: try again later.',
      retryAfterMs: null,
    },
    { code: 'credential_store', cause },
  );
