import { randomUUID } from 'node:crypto';
import { type Answer, withHeaders } from '../../kit/answer.ts';
import type { Performed } from '../../kit/faulty-service.ts';
import type { Call } from '../../kit/http-server.ts';
import { createRouter, param } from '../../kit/router.ts';
import type { AccessTokens, Claims } from '../access-token.ts';
import { callerOf } from '../partner-call.ts';
import { azureLogRoutes } from '../logs/azure-routes.ts';
import type { World } from '../world.ts';
import type { ArmRoute } from './arm-call.ts';
import { ArmFault, armFaultAnswer } from './arm-fault.ts';
import { machineRoutes } from './machine-routes.ts';
import { azureRoleRoutes } from './role-assignment-routes.ts';
import { subscriptionRoutes } from './subscription-routes.ts';

/** A later part adds its routes here. */
const ROUTES: readonly ArmRoute[] = [...subscriptionRoutes, ...machineRoutes, ...azureRoleRoutes, ...azureLogRoutes];

/** Contract 1.3: Azure Resource Manager's address, or its application id. */
const AUDIENCES = [
  'https://management.azure.com',
  'https://management.core.windows.net',
  '797f4846-ba00-4fd7-ba43-dac1f8f63013',
];

/** What is Azure's on the one port of this simulator. */
export function isArmPath(path: string): boolean {
  return /^\/subscriptions\//i.test(path);
}

/** Answers one call to `/subscriptions/…`; runs inside the transaction of its caller. */
export function createArm(world: World, tokens: AccessTokens): (call: Call) => Performed {
  const find = createRouter(ROUTES);

  function answer(call: Call): Answer {
    const claims = authorize(tokens, call);
    const found = find(call.method, call.path);
    if (found === 'unknown')
      throw new ArmFault(404, 'InvalidResourceType', 'The resource type could not be found at this address.');
    if (found === 'wrongMethod') throw new ArmFault(405, 'MethodNotAllowed', 'The method is not allowed here.');
    const version = call.query.get('api-version');
    if (version === null)
      throw new ArmFault(400, 'MissingApiVersionParameter', 'The api-version query parameter is required.');
    if (!found.route.apiVersions.includes(version))
      throw new ArmFault(400, 'InvalidApiVersionParameter', `The api-version '${version}' is invalid.`);
    const tenantId = claims.tid.toLowerCase();
    const id = param(found.params, 'azureSubscriptionId').toLowerCase();
    const entitlement = world.entitlements.get(id);
    if (entitlement === undefined)
      throw new ArmFault(404, 'SubscriptionNotFound', `The subscription '${id}' could not be found.`);
    if (entitlement.tenantId.toLowerCase() !== tenantId)
      throw new ArmFault(401, 'InvalidAuthenticationTokenTenant', 'The access token is from the wrong issuer.');
    const { params } = found;
    const now = world.clock.now(tenantId);
    return found.route.handle({
      world,
      call,
      params,
      body: bodyOf(call),
      caller: callerOf(claims),
      tenantId,
      entitlement,
      now,
    });
  }

  return (call) => {
    try {
      return { answer: answer(call), replayed: false };
    } catch (error) {
      if (error instanceof ArmFault) return { answer: armFaultAnswer(error), replayed: false };
      throw error;
    }
  };
}

/** Contract 1.2: a token of this simulator, in time, made out to Azure. */
function authorize(tokens: AccessTokens, call: Call): Claims {
  const bearer = /^Bearer (.+)$/i.exec(call.headers['authorization'] ?? '')?.[1];
  if (bearer === undefined)
    throw new ArmFault(401, 'AuthenticationFailed', "Authentication failed. The 'Authorization' header is missing.");
  const claims = tokens.read(bearer);
  if (claims === undefined) throw new ArmFault(401, 'InvalidAuthenticationToken', 'The access token is invalid.');
  if (claims.exp <= Date.now() / 1000)
    throw new ArmFault(401, 'ExpiredAuthenticationToken', 'The access token has expired.');
  if (!AUDIENCES.includes(claims.aud.replace(/\/$/, '')))
    throw new ArmFault(401, 'InvalidAuthenticationTokenAudience', 'The access token has the wrong audience.');
  return claims;
}

function bodyOf(call: Call): unknown {
  if (call.body.byteLength === 0) return undefined;
  try {
    return JSON.parse(call.body.toString('utf8'));
  } catch {
    throw new ArmFault(400, 'InvalidRequestContent', 'The request content was invalid and could not be deserialized.');
  }
}

/** Headers that every answer of Azure carries. */
export function withArmHeaders(answer: Answer, call: Call): Answer {
  const requestId = randomUUID();
  return withHeaders(answer, {
    'x-ms-request-id': requestId,
    'x-ms-correlation-request-id': call.headers['x-ms-correlation-request-id'] ?? requestId,
  });
}
