import { type Answer, json } from '../../kit/answer.ts';
import { CodedFault } from '../../kit/coded-fault.ts';

/** Thrown by a handler to refuse, in Azure Resource Manager's words (contract 7.4). */
export class ArmFault extends CodedFault {
  override readonly name = 'ArmFault';
}

/** Contract 7.4: `{error:{code,message}}`. */
export function armFaultAnswer({ status, code, message }: ArmFault): Answer {
  return json(status, { error: { code, message } });
}

/** A failure without business meaning. */
export function armFailure(status: number): Answer {
  return armFaultAnswer(new ArmFault(status, 'InternalServerError', 'The server encountered an error.'));
}

export function armThrottled(retryAfterSeconds: number): Answer {
  const answer = armFaultAnswer(new ArmFault(429, 'TooManyRequests', 'The request was throttled.'));
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(retryAfterSeconds) } };
}
