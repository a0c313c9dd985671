import { type Answer, json } from '../kit/answer.ts';

export interface FailureBody {
  readonly type: 'invalid_request_error' | 'card_error' | 'idempotency_error' | 'api_error';
  readonly message: string;
  readonly code?: string;
  readonly param?: string;
  readonly decline_code?: string;
  readonly charge?: string;
  readonly payment_intent?: object;
  readonly payment_method?: object;
}

/** Stripe's error answer. What a handler wrote before throwing it stays: a declined charge is a fact. */
export class StripeFailure extends Error {
  override readonly name = 'StripeFailure';
  readonly status: number;
  readonly body: FailureBody;
  /** True when the parameters were refused before anything was tried; such an answer is not kept under the idempotency key. */
  readonly beforeExecution: boolean;

  constructor(status: number, body: FailureBody, beforeExecution = false) {
    super(body.message);
    this.status = status;
    this.body = body;
    this.beforeExecution = beforeExecution;
  }
}

export function failureAnswer(status: number, body: FailureBody): Answer {
  const docs =
    body.code === undefined ? {} : { doc_url: `https://stripe.com/docs/error-codes/${body.code.replaceAll('_', '-')}` };
  return json(status, { error: { ...body, ...docs } });
}

export function noSuch(kind: string, id: string, param = 'id'): StripeFailure {
  return new StripeFailure(404, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${kind}: '${id}'`,
    param,
  });
}

/** 400 for a request that is well-formed and cannot be. */
export function refused(code: string | undefined, message: string, param?: string): StripeFailure {
  return new StripeFailure(400, {
    type: 'invalid_request_error',
    message,
    ...(code === undefined ? {} : { code }),
    ...(param === undefined ? {} : { param }),
  });
}
