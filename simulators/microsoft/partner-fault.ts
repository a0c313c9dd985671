import { type Answer, json } from '../kit/answer.ts';

interface Meaning {
  readonly status: number;
  readonly description: string;
}

/** The errors that the simulator raises by itself or by a lever: (code → HTTP status, wording). Contract sections 2.5, 3, 6.3 and 17. */
const CATALOGUE = {
  '1000': { status: 404, description: 'Not found.' },
  '2001': {
    status: 400,
    description: 'Subscription quantity cannot be increased or decreased while the subscription is suspended.',
  },
  '2002': { status: 400, description: 'Subscription quantity is not within minimum and maximum allowed quantity.' },
  '2011': { status: 400, description: 'Cannot update a subscription with deleted status.' },
  '2032': { status: 403, description: 'Access denied.' },
  '2054': {
    status: 400,
    description: 'The billing cycle of an existing subscription cannot be updated here; update the order.',
  },
  '2055': { status: 400, description: 'Etag is no longer valid.' },
  '3000': { status: 400, description: 'Invalid property.' },
  '13605': { status: 403, description: 'The customer has not accepted the Microsoft Customer Agreement.' },
  '20000': { status: 404, description: 'Order Id not found.' },
  '20002': { status: 403, description: 'This partner has no commerce relationship with the customer.' },
  '20003': { status: 404, description: 'This subscription is not found.' },
  '27009': {
    status: 409,
    description: 'Cannot enable a child subscription when the parent subscription is not active.',
  },
  '600002': { status: 400, description: 'An organization registration number is not supported for this country.' },
  '600049': { status: 400, description: 'The organization registration number is missing.' },
  '600050': { status: 400, description: 'The organization registration number is not valid.' },
  '600051': { status: 400, description: 'The phone number is missing.' },
  '600061': { status: 400, description: 'The agreement of this customer and contact exists already.' },
  '60003': { status: 404, description: 'Tenant not found.' },
  '800001': { status: 401, description: 'The partner token is missing or not valid.' },
  '800002': { status: 400, description: 'Invalid request input.' },
  '800003': { status: 500, description: 'Unexpected service error.' },
  '800004': { status: 400, description: 'Invalid offer Id.' },
  '800008': { status: 404, description: 'Unable to retrieve cart Id.' },
  '800009': { status: 400, description: 'Error in cart item(s).' },
  '800012': { status: 400, description: 'This subscription is not an active subscription.' },
  '800014': { status: 409, description: 'There is a pending adjustment requested for this order.' },
  '800018': { status: 400, description: 'The sandbox limit has been met.' },
  '800023': { status: 403, description: 'Your credit line does not reach the threshold for this purchase.' },
  '800060': { status: 409, description: 'Your order is in progress.' },
  '800064': { status: 409, description: 'The cart is being processed by another request.' },
  '800065': { status: 400, description: 'Cannot check out an already submitted cart.' },
  '800069': { status: 403, description: 'The order failed the risk management check.' },
  '800073': { status: 403, description: 'The customer account is under review.' },
  '800074': { status: 403, description: 'The customer account is under review.' },
  '800075': { status: 403, description: 'The customer account was not approved.' },
  '800111': { status: 404, description: 'The Azure entitlement was not found.' },
  '800090': { status: 400, description: 'Subscription quantity cannot be decreased.' },
  '800091': { status: 400, description: 'Cannot update a subscription with suspended status.' },
  '800093': { status: 400, description: 'The subscription is not eligible to be auto-renewed.' },
  '800094': { status: 500, description: 'Update subscription is not successful.' },
  '800096': { status: 400, description: 'Cannot update the status for this subscription.' },
  '900115': { status: 403, description: 'The Azure plan has active Azure subscriptions.' },
  '900118': { status: 400, description: 'Invalid input.' },
  '900117': {
    status: 400,
    description: 'You have passed your 7-day cancellation window. We are unable to cancel your purchase.',
  },
  '900126': { status: 400, description: 'Unable to parse enum.' },
  '900127': { status: 400, description: 'The operation is not available in a sandbox account.' },
  '900159': { status: 403, description: 'This partner has no commerce relationship with the customer.' },
  '900278': { status: 409, description: 'An operation is pending for this subscription. Try again after 24 hours.' },
  '900307': { status: 400, description: 'Invalid cancellation reason.' },
  '900311': { status: 400, description: 'Too many updates of this subscription.' },
  '900329': { status: 403, description: 'An app-only token cannot perform this operation.' },
  '900335': { status: 403, description: 'The Azure subscription cannot be reactivated.' },
  '900337': { status: 400, description: 'The Azure subscription is not in a state to be reactivated.' },
  '900416': { status: 403, description: 'The customer account is locked.' },
  '900420': { status: 401, description: 'The audience of the token is not accepted.' },
  '900421': { status: 401, description: 'The token was not born in a multi-factor sign-in.' },
} as const satisfies Record<string, Meaning>;

export type FaultCode = keyof typeof CATALOGUE;

/** Thrown by a handler to refuse; nothing may have been written before. */
export class PartnerFault extends Error {
  override readonly name = 'PartnerFault';
  readonly code: FaultCode;
  readonly detail: string | undefined;

  constructor(code: FaultCode, detail?: string) {
    super(`${code}: ${detail ?? CATALOGUE[code].description}`);
    this.code = code;
    this.detail = detail;
  }
}

/** Contract 4: this code comes as a number. */
const NUMERIC: ReadonlySet<string> = new Set(['600061']);

function withMember(answer: Answer, member: object): Answer {
  return { ...answer, body: JSON.stringify({ ...JSON.parse(answer.body.toString()), ...member }) };
}

/** Contract 2.5: the error body; 401 carries `WWW-Authenticate`. */
export function faultAnswer(fault: PartnerFault): Answer {
  const { status, description } = CATALOGUE[fault.code];
  const answer = describe(
    NUMERIC.has(fault.code) ? Number(fault.code) : fault.code,
    status,
    fault.detail ?? description,
  );
  return NUMERIC.has(fault.code) ? withMember(answer, { isRetryable: false }) : answer;
}

/** A refusal asked for by a lever: any code, known here or not; a number stays a number (contract 2.5: `code` is sometimes one). */
export function refusalAnswer(code: string | number, status: number | undefined): Answer {
  const known: Meaning | undefined = Object.entries(CATALOGUE).find(([key]) => key === String(code))?.[1];
  return describe(code, status ?? known?.status ?? 400, known?.description ?? 'Refused by the simulator.');
}

/** Contract 2.5: 5xx and other failures without a business meaning. */
export function failureAnswer(status: number): Answer {
  return status === 401
    ? describe('800001', 401, CATALOGUE['800001'].description)
    : describe('800003', status, CATALOGUE['800003'].description);
}

/** Contract 2.6: throttling answers in another shape than every other error. */
export function throttledAnswer(retryAfterSeconds: number): Answer {
  const seconds = Math.max(1, Math.ceil(retryAfterSeconds));
  return json(
    429,
    { statusCode: 429, message: `Rate limit is exceeded. Try again in ${seconds} seconds.` },
    { 'retry-after': String(retryAfterSeconds) },
  );
}

function describe(code: string | number, status: number, description: string): Answer {
  const challenge: Record<string, string> =
    status === 401 ? { 'www-authenticate': 'OAuth realm=urn:cpsvc:cpid:00000000-0000-0000-0000-000000000000' } : {};
  return json(status, { code, description, data: [], source: 'PartnerFD' }, challenge);
}
