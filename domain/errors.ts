/**
 * The closed catalogue of errors. A code is a promise to clients: it keeps its status and meaning for ever, and a new
 * situation gets a new code. `docs/errors.md` is generated from here.
 */

/** What a code means. `retryable`: the very same request may succeed later, without anyone changing anything. */
export interface ErrorEntry {
  readonly status: 400 | 401 | 403 | 404 | 409 | 412 | 413 | 415 | 422 | 428 | 429 | 500 | 502 | 503;
  readonly title: string;
  readonly retryable: boolean;
  /** What the reader of the error should do. */
  readonly action: string;
}

const final = (status: ErrorEntry['status'], title: string, action: string): ErrorEntry =>
  Object.freeze({ status, title, retryable: false, action });
const retryable = (status: ErrorEntry['status'], title: string, action: string): ErrorEntry =>
  Object.freeze({ status, title, retryable: true, action });

export const ERRORS = Object.freeze({
  // 400: the request is not what the schema asks for.
  malformed: final(400, 'The request is malformed', 'Correct the fields that `errors` points to; nothing was done.'),
  invalid_money: final(
    400,
    'An amount is not valid money',
    'Send `{"amount": "1240.00", "currency": "PLN"}`: a decimal string with at most the digits of its ISO 4217 currency.',
  ),
  invalid_cursor: final(400, 'The cursor is not one of this list', 'Start the list again without `cursor`.'),

  // 401, 403: who calls.
  unauthenticated: final(
    401,
    'No valid token',
    'Send `Authorization: Bearer <token>` with a token that is still valid.',
  ),
  role_required: final(403, 'Your role may not do this', 'Ask somebody who has one of the roles named in `detail`.'),
  four_eyes: final(
    403,
    'A second person must decide',
    'Let somebody else decide: nobody approves what they asked for.',
  ),
  test_clock_disabled: final(
    403,
    'This installation has no test clocks',
    'Use `"clock": "live"`; test clocks exist only outside production.',
  ),

  // 404
  not_found: final(404, 'There is no such thing', 'Check the path and the id; `ext:` comes before an external id.'),

  // 409: right request, wrong moment.
  wrong_phase: final(
    409,
    'The customer is not in a phase that allows this',
    'Read `phase` and `nextStep` of the customer; the call is allowed in the phases named in `detail`.',
  ),
  conflict: final(409, 'This contradicts what is on record', 'Read the resource again and decide anew.'),
  partner_account_limited: retryable(
    409,
    'Microsoft takes no new order from the partner now',
    'Finance looks at the partner’s standing: existing customers go on, and orders are taken again once Microsoft is paid.',
  ),
  service_held: final(
    409,
    'A hold on the account forbids this',
    'Read `holds` of the customer; the hold must be released first.',
  ),
  request_in_progress: retryable(
    409,
    'The same request is still running',
    'Send it again after `Retry-After` seconds.',
  ),
  clock_moving: retryable(409, "The customer's clock is being moved", 'Wait until the running advance has ended.'),

  // 412, 428: conditional requests and idempotency.
  precondition_failed: final(
    412,
    'The resource has changed since you read it',
    'Read it again, and repeat the change with the new `ETag`.',
  ),
  idempotency_key_required: final(
    428,
    'This call needs an Idempotency-Key',
    'Send `Idempotency-Key` with a value of your own, unique for this one intention.',
  ),

  // 413, 415, 429: limits.
  payload_too_large: final(413, 'The request body is too large', 'Send less at once.'),
  unsupported_media_type: final(415, 'The media type is not supported', 'Send the media type that the call documents.'),
  rate_limited: retryable(429, 'Too many requests', 'Send it again after `Retry-After` seconds.'),

  // 422: well-formed, and refused by a rule.
  idempotency_key_reused: final(
    422,
    'This Idempotency-Key was used for another request',
    'Take a new key for a new request; repeat the old one only with the same body.',
  ),
  currency_mismatch: final(
    422,
    "Another currency than the customer's",
    'A customer trades in one currency; use that one.',
  ),
  unknown_reference: final(422, 'A thing named in the body does not exist', 'Correct the id that `errors` points to.'),
  high_risk_instrument: final(
    422,
    'The payment instrument is of a high-risk kind',
    'Ask the customer for a card that is not prepaid, or for a bank transfer.',
  ),
  no_vat_number: final(
    422,
    'The customer has no VAT number that the register can be asked about',
    'Correct the tax id of the customer; outside the European Union record another register as evidence.',
  ),
  duplicate_invoice_number: final(
    422,
    'The seller has already used this invoice number',
    'Check whether the invoice is already here; otherwise give it its own number.',
  ),
  future_value_date: final(
    422,
    "The value date is after the customer's today",
    'Post the payment on its value date, or correct `receivedOn`.',
  ),
  future_issue_date: final(
    422,
    "The issue day is after the customer's today",
    'Post the invoice on the day it is issued, or correct `issuedOn`.',
  ),
  future_effective_day: final(
    422,
    "The change would count from a day after the customer's today",
    'Make the change on the day from which it counts.',
  ),
  invalid_invoice: final(
    422,
    'The invoice does not add up',
    'Correct what `detail` names: lines, total, instalments or due days.',
  ),
  over_allocated: final(
    422,
    'More is allocated than there is',
    'Allocations may exceed neither the payment nor what is open on an invoice.',
  ),
  exceeds_open_amount: final(
    422,
    'The amount is larger than what is left',
    'Use at most the amount named in `detail`.',
  ),
  nothing_owed: final(422, 'There is nothing owed that this could be about', "Read the customer's balance again."),
  promise_too_late: final(
    422,
    'The promise reaches further than the policy allows',
    'Agree on an earlier day, or make a plan.',
  ),
  day_has_passed: final(422, "The day lies before the customer's today", 'Choose a later day.'),
  unknown_step: final(422, 'The policy has no such step', "Use a step of the customer's policy version."),
  step_already_done: final(422, 'The ladder already stands there or beyond', 'Escalate to a later step, or wait.'),
  no_suspension_basis: final(
    422,
    'No accepted terms allow suspension',
    'Record accepted terms with a suspension clause; until then service cannot be stopped for debt.',
  ),
  proof_chain_incomplete: final(
    422,
    'The proof chain for suspension is not complete',
    'Complete the links named in `detail`; they are listed in the order in which they are missing.',
  ),
  policy_without_warning: final(
    422,
    'A stop in the policy has no warning before it',
    'Put a notice with `mustPrecede` before every `suspend` and `terminate` step.',
  ),
  invalid_policy: final(422, 'The policy contradicts itself', 'Correct the fields that `errors` points to.'),
  clock_backwards: final(422, 'A clock only moves forward', 'Use an instant after the `now` of the customer.'),
  not_a_test_clock: final(
    422,
    'The customer lives on the live clock',
    'Only a customer created with a test clock can be advanced.',
  ),
  containment_not_supported: final(
    422,
    'This cannot be stopped or started again so',
    'Read `detail`: choose another action, or do it by hand and record it with the case.',
  ),
  azure_still_on: final(
    422,
    'Azure subscriptions are on under the plan',
    'Order the containments that `detail` names: the plan is stopped after what is under it, licences by themselves.',
  ),
  credit_already_requested: final(
    422,
    'Microsoft gives this credit once for each tenant',
    'Nothing can be asked for any more; the earlier case is named in `detail`.',
  ),
  credit_window_over: final(
    422,
    'The days in which Microsoft takes the request are over',
    'Correct `filedOn` or the first day of fraudulent usage, if one of them is wrong.',
  ),
  controls_missing: final(
    422,
    'Controls are missing that this access asks for',
    'Meet the controls that `errors` names, or ask with `askWaiver`: a second person then answers for them.',
  ),
  invalid_grant_period: final(
    422,
    'Access is not given for such a time',
    'Choose a start and an end within what `detail` says.',
  ),
  superseded: final(422, 'Something else was decided before this command', 'Read the customer again and decide anew.'),
  invalid_import: final(422, 'The file cannot be read as what it is said to be', 'Check encoding, header and mapping.'),

  refused_by_microsoft: final(
    422,
    'Microsoft refuses this',
    'Correct what `errors` points to, as `detail` says, and send it under a new key; nothing was done.',
  ),

  // 5xx: not the caller's doing.
  internal: retryable(
    500,
    'Something failed on our side',
    'Send it again with the same key; tell an operator the `instance` if it goes on.',
  ),
  gateway_failed: retryable(
    502,
    'A service of somebody else did not answer as it should',
    'Send it again with the same key.',
  ),
  unavailable: retryable(503, 'The service is not ready', 'Send it again after `Retry-After` seconds.'),
} satisfies Readonly<Record<string, ErrorEntry>>);

export type ErrorCode = keyof typeof ERRORS;

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERRORS, code);
}

/** One field of a request and what is wrong with it. `pointer` is a JSON pointer (RFC 6901) into the body, `""` for all of it. */
export interface FieldProblem {
  readonly pointer: string;
  readonly message: string;
}

/**
 * A request that is refused. Thrown where the reason is found, answered in one place. `detail` is for the caller's eyes
 * and holds no personal data, since it is audited as well.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: ErrorCode;
  readonly errors: readonly FieldProblem[];

  constructor(code: ErrorCode, detail: string = ERRORS[code].title, errors: readonly FieldProblem[] = []) {
    super(detail);
    this.code = code;
    this.errors = errors;
  }
}
