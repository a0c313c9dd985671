import type { Answer } from '../../kit/answer.ts';
import type { Call } from '../../kit/http-server.ts';
import type { Params } from '../../kit/router.ts';
import type { Entitlement } from '../entitlements/entitlement.ts';
import type { Caller } from '../partner-call.ts';
import type { World } from '../world.ts';

/** One authorised call to Azure Resource Manager, about one Azure subscription of the token's tenant. */
export interface ArmCall {
  readonly world: World;
  readonly call: Call;
  readonly params: Params;
  readonly body: unknown;
  readonly caller: Caller;
  /** Lower case. */
  readonly tenantId: string;
  readonly entitlement: Entitlement;
  /** Business time of the tenant. */
  readonly now: number;
}

export interface ArmRoute {
  readonly method: string;
  /** Begins with `/subscriptions/{azureSubscriptionId}`. */
  readonly pattern: string;
  /** Values of `api-version` that this route answers to. */
  readonly apiVersions: readonly string[];
  readonly handle: (call: ArmCall) => Answer;
}
