import type { Answer } from '../kit/answer.ts';
import type { Call } from '../kit/http-server.ts';
import { type Params, param } from '../kit/router.ts';
import type { Claims } from './access-token.ts';
import { type Customer, customerOf, isGuid } from './customers/customer.ts';
import type { PartnerRole } from './partner/account.ts';
import type { Members } from './known-members.ts';
import { PartnerFault } from './partner-fault.ts';
import type { World } from './world.ts';

/** Who calls, as audit records and alerts name them. */
export interface Caller {
  readonly applicationId: string;
  /** Null for an app-only token. */
  readonly userPrincipalName: string | null;
}

export function callerOf(claims: Claims): Caller {
  return {
    applicationId: claims.appid,
    userPrincipalName: claims.idtyp === 'user' ? 'admin.agent@simulated-partner.onmicrosoft.com' : null,
  };
}

/** One authorised Partner Center call. */
export interface PartnerCall {
  readonly world: World;
  readonly call: Call;
  readonly params: Params;
  readonly caller: Caller;
  /** The JSON body with member names in the spelling of replies. */
  readonly body: unknown;
  /** `If-Match` without its quotes. */
  readonly ifMatch: string | undefined;
  /** Business time of the tenant in the path, wall time without one. */
  readonly now: number;
  /**
   * The customer in the path.
   * @param withoutRelation how the resource words that there is no commerce relation
   * @throws PartnerFault 900118 for what is no id of a customer, 1000 for an unknown tenant, 20002 when it has ended the relation
   */
  customer(withoutRelation?: '20002' | '900159'): Customer;
}

export interface PartnerRoute {
  readonly method: string;
  readonly pattern: string;
  /** Contract 1.5: refused to an app-only token. */
  readonly userOnly?: boolean;
  /** All of them are needed; none where it is left out. */
  readonly roles?: readonly PartnerRole[];
  /** What its body may hold; nothing where it is left out. */
  readonly body?: Members;
  readonly handle: (call: PartnerCall) => Answer;
}

export function partnerCall(world: World, call: Call, params: Params, body: unknown, caller: Caller): PartnerCall {
  const tenantId = params['tenantId']?.toLowerCase();
  return {
    world,
    call,
    params: tenantId === undefined ? params : { ...params, tenantId },
    caller,
    body,
    ifMatch: call.headers['if-match']?.replace(/^"|"$/g, ''),
    now: world.clock.now(tenantId),
    customer: (withoutRelation = '20002') => {
      if (!isGuid(tenantId ?? param(params, 'tenantId'))) throw new PartnerFault('900118');
      const customer = customerOf(world, (tenantId ?? param(params, 'tenantId')).toLowerCase());
      if (customer === undefined) throw new PartnerFault('1000', 'The customer was not found.');
      if (customer.relationshipToPartner === 'none') throw new PartnerFault(withoutRelation);
      return customer;
    },
  };
}
