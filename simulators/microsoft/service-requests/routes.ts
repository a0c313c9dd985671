import { z } from 'zod';
import { json } from '../../kit/answer.ts';
import { readJson } from '../../kit/control.ts';
import type { Call } from '../../kit/http-server.ts';
import { param, type Route } from '../../kit/router.ts';
import type { PartnerCall, PartnerRoute } from '../partner-call.ts';
import { PartnerFault } from '../partner-fault.ts';
import { SERVICE_REQUEST } from '../resource-members.ts';
import type { World } from '../world.ts';
import { SEVERITIES, type ServiceRequest, STATUSES } from './service-request.ts';
import { updated } from './update.ts';

/** Contract 12.3 and 1.5: App+User only; creating one is for the portal alone. */
export const serviceRequestRoutes: readonly PartnerRoute[] = [
  { method: 'GET', pattern: '/v1/servicerequests', userOnly: true, handle: (call) => collection(call, () => true) },
  {
    method: 'GET',
    pattern: '/v1/customers/{tenantId}/servicerequests',
    userOnly: true,
    handle: (call) => {
      const { tenantId } = call.customer();
      return collection(call, (request) => request.customerTenantId === tenantId);
    },
  },
  {
    method: 'GET',
    pattern: '/v1/servicerequests/{number}',
    userOnly: true,
    handle: (call) => json(200, resource(found(call))),
  },
  {
    method: 'PATCH',
    pattern: '/v1/servicerequests/{number}',
    userOnly: true,
    body: SERVICE_REQUEST,
    handle: (call) => {
      const before = found(call);
      const at = new Date(call.world.clock.now(before.customerTenantId)).toISOString();
      const after = updated(before, call.body, at, call.caller.userPrincipalName);
      call.world.serviceRequests.put(after.id, after.customerTenantId ?? '', after);
      return json(200, resource(after));
    },
  },
];

/** @throws PartnerFault 1000 */
function found({ world, params }: PartnerCall): ServiceRequest {
  const request = world.serviceRequests.get(param(params, 'number'));
  if (request === undefined) throw new PartnerFault('1000', 'The service request was not found.');
  return request;
}

/** Contract 2.3: a collection with its count. */
function collection({ world }: PartnerCall, holds: (request: ServiceRequest) => boolean) {
  const items = world.serviceRequests.all().filter(holds).map(resource);
  return json(200, { totalCount: items.length, items, attributes: { objectType: 'Collection' } });
}

function resource({ customerTenantId: _of, ...request }: ServiceRequest): object {
  return { ...request, notes: request.notes ?? [], attributes: { objectType: 'ServiceRequest' } };
}

const given = z.strictObject({
  id: z.string().min(1),
  title: z.string().default('Support request'),
  severity: z.enum(SEVERITIES).default('moderate'),
  status: z.enum(STATUSES).default('open'),
  customerTenantId: z.uuid().toLowerCase().nullable().default(null),
});

/** The lever: what happens in Microsoft's portal. The same id again changes it. */
export function serviceRequestControlRoutes(world: World): Route<Call>[] {
  return [
    {
      method: 'POST',
      pattern: '/control/servicerequests',
      handle: (call) => {
        const body = given.parse(readJson(call));
        const now = new Date(world.clock.now(body.customerTenantId)).toISOString();
        const before = world.serviceRequests.get(body.id);
        const request: ServiceRequest = {
          ...body,
          notes: before?.notes ?? [],
          createdDate: before?.createdDate ?? now,
          lastModifiedDate: now,
          lastClosedDate: body.status === 'closed' ? now : null,
        };
        world.serviceRequests.put(request.id, request.customerTenantId ?? '', request);
        return json(201, request);
      },
    },
  ];
}
