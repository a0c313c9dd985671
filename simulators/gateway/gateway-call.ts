import type { Gateway } from './gateway.ts';
import type { Params, Place } from '../kit/router.ts';

/** One authorised call of the REST API. */
interface GatewayCall {
  readonly gateway: Gateway;
  readonly params: Params;
  /** Form body of a POST, query of a GET or DELETE; nested, all leaves text. */
  readonly form: unknown;
}

export interface GatewayRoute extends Place {
  /** Returns the resource; refuses by throwing StripeFailure. */
  readonly handle: (call: GatewayCall) => object;
}
