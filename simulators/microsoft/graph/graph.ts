import { randomUUID } from 'node:crypto';
import { type Answer, withHeaders } from '../../kit/answer.ts';
import type { Performed } from '../../kit/faulty-service.ts';
import type { Call } from '../../kit/http-server.ts';
import { createRouter } from '../../kit/router.ts';
import type { AccessTokens, Claims } from '../access-token.ts';
import { exportRoutes } from '../billing/export-routes.ts';
import { directoryLogRoutes } from '../logs/graph-routes.ts';
import { licenceRoutes } from '../directory/licence-routes.ts';
import { userRoutes } from '../directory/user-routes.ts';
import { callerOf } from '../partner-call.ts';
import { assignmentRoutes } from '../delegated/assignment-routes.ts';
import { relationshipRoutes } from '../delegated/relationship-routes.ts';
import { mfaRoutes } from '../directory/mfa-routes.ts';
import { roleRoutes } from '../directory/role-routes.ts';
import { scoreRoutes } from '../score/routes.ts';
import type { World } from '../world.ts';
import { alertRoutes } from './alert-routes.ts';
import { mailRoutes } from '../mail/routes.ts';
import type { GraphRoute } from './graph-call.ts';
import { GraphFault, graphFaultAnswer } from './graph-fault.ts';

/** What of the contract is not spoken: simulators/README.md, *What Microsoft's simulator does not speak*. */
const ROUTES: readonly GraphRoute[] = [
  ...alertRoutes,
  ...relationshipRoutes,
  ...assignmentRoutes,
  ...roleRoutes,
  ...mfaRoutes,
  ...scoreRoutes,
  ...directoryLogRoutes,
  ...exportRoutes,
  ...mailRoutes,
  ...userRoutes,
  ...licenceRoutes,
];

/** Contract 1.2: Graph's address, or its application id. */
const AUDIENCES = ['https://graph.microsoft.com', '00000003-0000-0000-c000-000000000000'];

/** What is Graph's on the one port of this simulator. */
export function isGraphPath(path: string): boolean {
  return path.startsWith('/beta/') || path.startsWith('/v1.0/');
}

/** Answers one call to `/beta/…` or `/v1.0/…`; runs inside the transaction of its caller. */
export function createGraph(world: World, tokens: AccessTokens): (call: Call) => Performed {
  const find = createRouter<GraphRoute>(ROUTES);

  function answer(call: Call): Answer {
    // A lever: Graph is away while Partner Center answers.
    if (world.settings.graphAway) throw new GraphFault(503, 'ServiceUnavailable', 'The service is not available.');
    const claims = authorize(tokens, call);
    const found = find(call.method, call.path);
    if (found === 'unknown') {
      const segment = call.path.split('/').at(-1) ?? '';
      throw new GraphFault(400, 'BadRequest', `Resource not found for the segment '${segment}'.`);
    }
    if (found === 'wrongMethod') throw new GraphFault(405, 'MethodNotAllowed', 'The method is not allowed here.');
    const tenantId = claims.tid.toLowerCase();
    return found.route.handle({
      world,
      tenantId,
      now: world.clock.now(tenantId),
      call,
      params: found.params,
      body: bodyOf(call),
      caller: callerOf(claims),
    });
  }

  return (call) => {
    try {
      return { answer: answer(call), replayed: false };
    } catch (error) {
      if (error instanceof GraphFault) return { answer: graphFaultAnswer(error), replayed: false };
      throw error;
    }
  };
}

/** Contract 1.2 and 10: a token of this simulator, in time, made out to Graph. */
function authorize(tokens: AccessTokens, call: Call): Claims {
  const bearer = /^Bearer (.+)$/i.exec(call.headers['authorization'] ?? '')?.[1];
  if (bearer === undefined) throw unauthorized('Access token is empty.');
  const claims = tokens.read(bearer);
  if (claims === undefined) throw unauthorized('Access token validation failure.');
  if (claims.exp <= Date.now() / 1000) throw unauthorized('Lifetime validation failed, the token is expired.');
  if (!AUDIENCES.includes(claims.aud.replace(/\/$/, '')))
    throw unauthorized('Access token validation failure. Invalid audience.');
  return claims;
}

function unauthorized(message: string): GraphFault {
  return new GraphFault(401, 'InvalidAuthenticationToken', message);
}

function bodyOf(call: Call): unknown {
  if (call.body.byteLength === 0) return undefined;
  try {
    return JSON.parse(call.body.toString('utf8'));
  } catch {
    throw new GraphFault(400, 'BadRequest', 'Unable to read JSON request payload.');
  }
}

/** Headers that every answer of Graph carries. */
export function withGraphHeaders(answer: Answer, call: Call): Answer {
  const requestId = randomUUID();
  return withHeaders(answer, {
    'request-id': requestId,
    'client-request-id': call.headers['client-request-id'] ?? requestId,
  });
}
