import { randomUUID } from 'node:crypto';
import { type Answer, withHeaders } from '../kit/answer.ts';
import { collection, forgetBefore } from '../kit/documents.ts';
import type { Performed } from '../kit/faulty-service.ts';
import type { Call } from '../kit/http-server.ts';
import { createRouter, type Params } from '../kit/router.ts';
import type { AccessTokens } from './access-token.ts';
import { agreementRoutes } from './agreements/routes.ts';
import { fraudRoutes } from './alerts/fraud-routes.ts';
import { kept } from './audit/keep.ts';
import { auditRoutes } from './audit/routes.ts';
import { authorize, refuseUnfit } from './authorization.ts';
import { catalogueRoutes } from './catalogue/routes.ts';
import { accountRoutes } from './customers/account-routes.ts';
import { consentRoutes } from './customers/consent-routes.ts';
import { customerRoutes } from './customers/routes.ts';
import { customerUserRoutes } from './directory/customer-user-routes.ts';
import { entitlementRoutes } from './entitlements/routes.ts';
import { invoiceRoutes } from './invoices/routes.ts';
import { unknownMember } from './known-members.ts';
import { cartRoutes } from './orders/carts.ts';
import { orderRoutes } from './orders/routes.ts';
import { type Caller, callerOf, type PartnerRoute, partnerCall } from './partner-call.ts';
import { faultAnswer, PartnerFault, throttledAnswer } from './partner-fault.ts';
import { hasMfa, keepPartnerRequest, partnerRequestRoutes } from './partner-requests.ts';
import { refuseWrongHeaders } from './request-headers.ts';
import { NOTHING } from './resource-members.ts';
import { serviceRequestRoutes } from './service-requests/routes.ts';
import { subscriptionRoutes } from './subscriptions/routes.ts';
import type { Throttle } from './throttle.ts';
import { budgetRoutes } from './usage/budget-routes.ts';
import { usageRoutes } from './usage/routes.ts';
import { webhookRoutes } from './webhooks/routes.ts';
import { canonicalNames } from './wire.ts';
import type { World } from './world.ts';

/** Contract section 19. What of it, and of the sections before, is not spoken: simulators/README.md, *What Microsoft's simulator does not speak*. */
const ROUTES: readonly PartnerRoute[] = [
  ...usageRoutes,
  ...budgetRoutes,
  ...customerRoutes,
  ...accountRoutes,
  ...consentRoutes,
  ...customerUserRoutes,
  ...agreementRoutes,
  ...catalogueRoutes,
  ...orderRoutes,
  ...cartRoutes,
  ...subscriptionRoutes,
  ...entitlementRoutes,
  ...fraudRoutes,
  ...webhookRoutes,
  ...auditRoutes,
  ...serviceRequestRoutes,
  ...invoiceRoutes,
  ...partnerRequestRoutes,
];

/** Contract 18.2: a request id is remembered for 24 hours, of wall time: a retry comes in real time, whatever clock the tenant is on. */
const REPLAY_MS = 24 * 3_600_000;

interface StoredReply {
  readonly answer: Answer;
  readonly at: number;
}

/** Answers one call to `/v1/…`; runs inside the transaction of its caller. */
export function createPartnerCenter(world: World, tokens: AccessTokens, throttle: Throttle): (call: Call) => Performed {
  const find = createRouter(ROUTES);
  const replies = collection<StoredReply>(world.db, 'reply');
  forgetBefore(world.db, 'reply', Date.now() - REPLAY_MS);

  function answer(call: Call): Performed {
    const found = find(call.method, call.path);
    if (found === 'unknown') throw new PartnerFault('1000', `No resource ${call.path}.`);
    if (found === 'wrongMethod') throw new PartnerFault('405');
    const claims = authorize(world, tokens, call);
    const wait = throttle.count(found.params['tenantId']?.toLowerCase() ?? 'partner');
    if (wait !== undefined) return { answer: throttledAnswer(wait), replayed: false };
    const { route } = found;
    if (claims.idtyp === 'user') keepPartnerRequest(world, call, claims);
    refuseUnfit(world, claims, route);
    // Contract 1.4: told to a call in a person's name that asks for it.
    const isAsked = claims.idtyp === 'user' && call.headers['validatemfa']?.toLowerCase() === 'true';
    const judged = (reply: Answer): Answer =>
      isAsked ? withHeaders(reply, { ismfacompliant: String(hasMfa(claims)) }) : reply;

    refuseWrongHeaders(call, world.settings);

    const key = replayKey(call);
    const stored = key === undefined ? undefined : replies.get(key);
    if (stored !== undefined && Date.now() - stored.at < REPLAY_MS)
      return { answer: judged(stored.answer), replayed: true };
    const performed = handled(route, call, found.params, callerOf(claims));
    // A throttled call was not carried out: its id may be used again.
    if (key !== undefined && performed.status !== 429) replies.put(key, '', { answer: performed, at: Date.now() });
    return { answer: judged(performed), replayed: false };
  }

  function handled(route: PartnerRoute, call: Call, params: Params, caller: Caller): Answer {
    try {
      const body = readBody(call);
      refuseUnknownMembers(route, body);
      return kept(route, partnerCall(world, call, params, body, caller), (path) => look(path, call, caller));
    } catch (error) {
      if (error instanceof PartnerFault) return faultAnswer(error);
      throw error;
    }
  }

  /**
   * An unknown member is refused. With what the contract does not say (I): `Invalid property` (3000) is what section 17 has for it.
   * @throws PartnerFault
   */
  function refuseUnknownMembers({ method, body: known = NOTHING }: PartnerRoute, body: unknown): void {
    if (method === 'GET' || method === 'HEAD' || world.settings.lenient.includes('members')) return;
    const unknown = unknownMember(body, known);
    if (unknown !== undefined) throw new PartnerFault('3000', `Invalid property ${unknown}.`);
  }

  /** The resource at `path` as it is now, for the audit. */
  function look(path: string, call: Call, caller: Caller): Answer | undefined {
    const found = find('GET', path);
    if (found === 'unknown' || found === 'wrongMethod') return undefined;
    const read = { ...call, method: 'GET', path, query: new URLSearchParams(), body: Buffer.alloc(0) };
    try {
      return found.route.handle(partnerCall(world, read, found.params, undefined, caller));
    } catch (error) {
      if (error instanceof PartnerFault) return undefined;
      throw error;
    }
  }

  return (call) => {
    try {
      return answer(call);
    } catch (error) {
      if (error instanceof PartnerFault) return { answer: faultAnswer(error), replayed: false };
      throw error;
    }
  };
}

/**
 * Contract 2.1 and 18.2: same id, method and path give the same stored reply and no second effect, refusals included, whatever the
 * body. Reads are left out: a stale read would hide a change, and no client can tell the difference otherwise.
 */
function replayKey(call: Call): string | undefined {
  const requestId = call.headers['ms-requestid'];
  if (requestId === undefined || call.method === 'GET' || call.method === 'HEAD') return undefined;
  return `${requestId.toLowerCase()} ${call.method} ${call.path.toLowerCase()}`;
}

function readBody(call: Call): unknown {
  if (call.body.byteLength === 0) return undefined;
  try {
    return canonicalNames(JSON.parse(call.body.toString('utf8')));
  } catch {
    throw new PartnerFault('3000', 'The body is no JSON.');
  }
}

/** Contract 2.1: reply headers; ids are echoed, or made when missing. */
export function withPartnerHeaders(answer: Answer, call: Call): Answer {
  return withHeaders(answer, {
    'ms-requestid': call.headers['ms-requestid'] ?? randomUUID(),
    'ms-correlationid': call.headers['ms-correlationid'] ?? randomUUID(),
    'ms-cv': `${randomUUID().replaceAll('-', '').slice(0, 16)}.0`,
    'ms-serverid': 'simulator',
    ...(call.headers['x-locale'] === undefined ? {} : { 'x-locale': call.headers['x-locale'] }),
  });
}
