import type { Answer } from '../../kit/answer.ts';
import type { Call } from '../../kit/http-server.ts';
import type { Params } from '../../kit/router.ts';
import type { Caller } from '../partner-call.ts';
import type { World } from '../world.ts';

/** One authorised call to Microsoft Graph. */
export interface GraphCall {
  readonly world: World;
  /** Whose directory it is about: the tenant of the token, the partner's own or a customer's (contract 1.2). Lower case. */
  readonly tenantId: string;
  /** Business time of that tenant. */
  readonly now: number;
  readonly call: Call;
  readonly params: Params;
  readonly body: unknown;
  readonly caller: Caller;
}

export interface GraphRoute {
  readonly method: string;
  /** With its version: `/beta/…`, `/v1.0/…`. */
  readonly pattern: string;
  readonly handle: (call: GraphCall) => Answer;
}
