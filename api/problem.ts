import { DatabaseError } from 'pg';
import type { ProblemDocument } from '../contracts/problem.ts';
import { UnknownCustomer } from '../db/customers.ts';
import { KeyAlreadyUsed } from '../db/idempotency.ts';
import { BadCursor } from '../db/page.ts';
import { UnknownPolicy } from '../db/policies.ts';
import { ExternalIdTaken } from '../db/register-customer.ts';
import { ERRORS, type ErrorCode, Refusal } from '../domain/errors.ts';

/** Unique constraints that two requests at once may both have passed the check for. */
const CONSTRAINTS: Readonly<Record<string, { readonly code: ErrorCode; readonly detail: string }>> = {
  invoice_number_once: { code: 'duplicate_invoice_number', detail: 'the seller has an invoice with this number' },
  payment_external_id_once: { code: 'conflict', detail: 'a payment with this external id is on record' },
  customer_seller_id_external_id_key: { code: 'conflict', detail: 'a customer with this external id is on record' },
  seller_key_key: { code: 'conflict', detail: 'a seller with this key is on record' },
  policy_pkey: { code: 'conflict', detail: 'a policy with this key is on record' },
  approval_four_eyes: { code: 'four_eyes', detail: 'nobody decides what they asked for' },
};

/** What Fastify and its plugins call their refusals, by error code. */
const FRAMEWORK: Readonly<Record<string, { readonly code: ErrorCode; readonly detail: string }>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { code: 'payload_too_large', detail: 'the body exceeds the limit' },
  FST_REQ_FILE_TOO_LARGE: { code: 'payload_too_large', detail: 'the file exceeds the limit' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { code: 'unsupported_media_type', detail: 'the call takes another media type' },
  FST_ERR_CTP_INVALID_JSON_BODY: { code: 'malformed', detail: 'the body is not JSON' },
  FST_ERR_CTP_EMPTY_JSON_BODY: { code: 'malformed', detail: 'the body is empty' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: { code: 'malformed', detail: 'the length of the body is not what was announced' },
  FST_ERR_BAD_URL: { code: 'malformed', detail: 'the path is not well-formed' },
  FST_ERR_MAX_PARAM_LENGTH: { code: 'not_found', detail: 'the path is too long to name anything' },
};

/** PostgreSQL classes that say "not now": connection lost, shutting down, too many connections, deadlock, cancelled. */
const NOT_NOW = /^(?:08|53|57|40)/;

/** The refusal that an error amounts to; undefined when it is our own failure. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (error instanceof UnknownCustomer) return new Refusal('not_found', error.message);
  if (error instanceof UnknownPolicy) return new Refusal('not_found', error.message);
  if (error instanceof ExternalIdTaken) return new Refusal('conflict', 'a customer with this external id is on record');
  if (error instanceof BadCursor) return new Refusal('invalid_cursor');
  if (error instanceof KeyAlreadyUsed)
    return new Refusal('request_in_progress', 'another process answers this key now');
  if (error instanceof DatabaseError) {
    const known = error.constraint === undefined ? undefined : CONSTRAINTS[error.constraint];
    if (known) return new Refusal(known.code, known.detail);
    return NOT_NOW.test(error.code ?? '') ? new Refusal('unavailable', 'the database cannot answer now') : undefined;
  }
  const { code, statusCode } = codesOf(error);
  const known = FRAMEWORK[code];
  if (known) return new Refusal(known.code, known.detail);
  const lost = CONNECTION_LOST.has(code) || (error instanceof Error && POOL_GAVE_UP.test(error.message));
  if (lost) return new Refusal('unavailable', 'the database cannot be reached');
  return statusCode >= 400 && statusCode < 500 ? new Refusal('malformed', 'the request cannot be read') : undefined;
}

/** Problem details (RFC 9457) of a refusal; `instance` names this one request. */
export function problemOf(refusal: Refusal, requestId: string): ProblemDocument {
  const { status, title } = ERRORS[refusal.code];
  return {
    type: `/errors/${refusal.code}`,
    title,
    status,
    detail: refusal.message,
    instance: `urn:tenure:request:${requestId}`,
    code: refusal.code,
    errors: refusal.errors.map((field) => ({ ...field })),
  };
}

const CONNECTION_LOST: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND']);
/** The pool of `pg` gives these without a code. */
const POOL_GAVE_UP = /^(?:timeout exceeded when trying to connect|Connection terminated)/;

function codesOf(error: unknown): { readonly code: string; readonly statusCode: number } {
  if (typeof error !== 'object' || error === null) return { code: '', statusCode: 0 };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const statusCode = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 0;
  return { code, statusCode };
}
