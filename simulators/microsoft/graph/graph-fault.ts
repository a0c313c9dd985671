import { randomUUID } from 'node:crypto';
import { type Answer, json } from '../../kit/answer.ts';
import { CodedFault } from '../../kit/coded-fault.ts';

/** Thrown by a handler to refuse, in Graph's words (contract 10). */
export class GraphFault extends CodedFault {
  override readonly name = 'GraphFault';
}

/** Contract 10: `{error:{code,message,innerError{date,"request-id",…}}}`. */
export function graphFaultAnswer(fault: GraphFault): Answer {
  const id = randomUUID();
  const innerError = {
    date: new Date().toISOString().slice(0, 19),
    'request-id': id,
    'client-request-id': id,
  };
  return json(fault.status, { error: { code: fault.code, message: fault.message, innerError } });
}

const CODES: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'InvalidAuthenticationToken',
  403: 'Authorization_RequestDenied',
  404: 'ResourceNotFound',
  429: 'TooManyRequests',
  503: 'ServiceUnavailable',
  504: 'GatewayTimeout',
};

/** A failure without business meaning. */
export function graphFailure(status: number): Answer {
  return graphFaultAnswer(new GraphFault(status, CODES[status] ?? 'InternalServerError', 'The request failed.'));
}

/** Contract 10: `Retry-After` may be fractional (`2.128`). */
export function graphThrottled(retryAfterSeconds: number): Answer {
  const answer = graphFaultAnswer(new GraphFault(429, 'TooManyRequests', 'Too many requests'));
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(retryAfterSeconds) } };
}
