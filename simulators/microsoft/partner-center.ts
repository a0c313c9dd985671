import { randomUUID } from 'node:crypto';
import { type Answer, json, withHeaders } from '../kit/answer.ts';
import { collection, forgetBefore } from '../kit/documents.ts';
import type { Performed } from '../kit/faulty-service.ts';
import type { Call } from '../kit/http-server.ts';
import { createRouter, type Params } from '../kit/router.ts';
import type { AccessTokens, Claims } from './access-token.ts';
import { agreementRoutes } from './agreements/routes.ts';
import { fraudRoutes } from './alerts/fraud-routes.ts';
import { kept } from './audit/keep.ts';
import { auditRoutes } from './audit/routes.ts';
import { catalogueRoutes } from './catalogue/routes.ts';
import { accountRoutes } from './customers/account-routes.ts';
import { customerRoutes } from './customers/routes.ts';
import { entitlementRoutes } from './entitlements/routes.ts';
import { invoiceRoutes } from './invoices/routes.ts';
import { cartRoutes } from './orders/carts.ts';
import { orderRoutes } from './orders/routes.ts';
import { type Caller, callerOf, type PartnerRoute, partnerCall } from './partner-call.ts';
import { faultAnswer, PartnerFault, throttledAnswer } from './partner-fault.ts';
import { hasMfa, keepPartnerRequest, partnerRequestRoutes } from './partner-requests.ts';
import { serviceRequestRoutes } from './service-requests/routes.ts';
import { subscriptionRoutes } from './subscriptions/routes.ts';
import type { Throttle } from './throttle.ts';
import { budgetRoutes } from './usage/budget-routes.ts';
import { usageRoutes } from './usage/routes.ts';
import { webhookRoutes } from './webhooks/routes.ts';
import { canonicalNames } from './wire.ts';
import type { World } from './world.ts';

/** Contract section 19, the rows this simulator speaks so far. A later part adds its routes here. */
const ROUTES: readonly PartnerRoute[] = [
  ...usageRoutes,
  ...budgetRoutes,
  ...customerRoutes,
  ...accountRoutes,
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

const AUDIENCE = 'https://api.partnercenter.microsoft.com';
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
    if (found === 'unknown')
      return { answer: faultAnswer(new PartnerFault('1000', `No resource ${call.path}.`)), replayed: false };
    if (found === 'wrongMethod')
      return {
        answer: json(405, { code: '405', description: 'Method not allowed.', data: [], source: 'PartnerFD' }),
        replayed: false,
      };
    const claims = authorize(tokens, call);
    const wait = throttle.count(found.params['tenantId']?.toLowerCase() ?? 'partner');
    if (wait !== undefined) return { answer: throttledAnswer(wait), replayed: false };
    const { route } = found;
    // Contract 1.5: an app-only token on an operation for App+User.
    if (route.userOnly === true && claims.idtyp === 'app') throw new PartnerFault('900329');
    const compliant = hasMfa(claims);
    if (claims.idtyp === 'user') keepPartnerRequest(world, call, claims);
    if (route.userOnly === true && !compliant && world.settings.mfaEnforced) throw new PartnerFault('900421');
    // Contract 1.4: told to a call in a person's name that asks for it.
    const isAsked = claims.idtyp === 'user' && call.headers['validatemfa']?.toLowerCase() === 'true';
    const judged = (reply: Answer): Answer =>
      isAsked ? withHeaders(reply, { ismfacompliant: String(compliant) }) : reply;

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
      return kept(route, partnerCall(world, call, params, readBody(call), caller), (path) => look(path, call, caller));
    } catch (error) {
      if (error instanceof PartnerFault) return faultAnswer(error);
      throw error;
    }
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

/** Contract 17: 401/800001 for a token missing, foreign or expired, 401/900420 for one made out to somebody else. */
function authorize(tokens: AccessTokens, call: Call): Claims {
  const bearer = /^Bearer (.+)$/i.exec(call.headers['authorization'] ?? '')?.[1];
  const claims = bearer === undefined ? undefined : tokens.read(bearer);
  if (claims === undefined) throw new PartnerFault('800001');
  if (claims.exp <= Date.now() / 1000) throw new PartnerFault('800001', 'The token has expired.');
  if (claims.aud.replace(/\/$/, '') !== AUDIENCE) throw new PartnerFault('900420');
  return claims;
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
