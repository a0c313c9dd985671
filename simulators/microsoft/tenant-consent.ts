import { z } from 'zod';
import { json } from '../kit/answer.ts';
import { readJson } from '../kit/control.ts';
import type { Call } from '../kit/http-server.ts';
import { param, type Route } from '../kit/router.ts';
import { customerOf, isGuid } from './customers/customer.ts';
import type { World } from './world.ts';

/** Whether the partner's application may act in a tenant. */
export interface TenantConsent {
  readonly granted: boolean;
}

/** Contract 1.3: a customer's tenant admits the application while it is the partner's customer and its consent stands. */
export function admits(world: World, tenantId: string): boolean {
  const tenant = tenantId.toLowerCase();
  if (tenant === world.settings.partnerTenantId.toLowerCase() || !isGuid(tenant)) return true;
  if (!hasConsented(world, tenant)) return false;
  return customerOf(world, tenant)?.relationshipToPartner === 'reseller';
}

/**
 * A tenant that was not created here is taken to have consented before anybody looked, as it is taken to have signed for itself;
 * one that was has not, until `applicationconsents` or a lever says so.
 */
export function hasConsented(world: World, tenantId: string): boolean {
  return world.consents.get(tenantId)?.granted ?? true;
}

export function putConsent(world: World, tenantId: string, consent: TenantConsent): void {
  world.consents.put(tenantId, '', consent);
}

/** A lever: the customer withdraws its consent, or gives it again. */
export function consentControlRoutes(world: World): Route<Call>[] {
  return [
    {
      method: 'POST',
      pattern: '/control/tenants/{tenantId}/consent',
      handle: (call, params) => {
        const consent = z.strictObject({ granted: z.boolean() }).parse(readJson(call));
        putConsent(world, param(params, 'tenantId').toLowerCase(), consent);
        return json(200, consent);
      },
    },
  ];
}
