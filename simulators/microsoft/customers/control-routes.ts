import { z } from 'zod';
import { json } from '../../kit/answer.ts';
import { ControlRefused, readJson } from '../../kit/control.ts';
import type { Call } from '../../kit/http-server.ts';
import { param, type Route } from '../../kit/router.ts';
import type { World } from '../world.ts';
import { customerOf, customerResource } from './customer.ts';
import { VETTING } from './vetting.ts';

const account = z
  .strictObject({
    vetting: z.enum(VETTING),
    riskCheck: z.enum(['passed', 'failed']),
    /** Whether the customer has signed Microsoft's agreement itself. */
    signedDirectly: z.boolean(),
    qualifications: z.array(
      z.strictObject({
        qualification: z.string().min(1),
        vettingStatus: z.enum(['InReview', 'Approved', 'Denied', 'Expired']),
        vettingCreatedDate: z.iso.datetime({ offset: true }).default('2026-01-01T00:00:00Z'),
      }),
    ),
    billing: z.strictObject({ country: z.string().length(2) }),
  })
  .partial();

/** Levers over an account: what Microsoft's checks of it say, and what the customer has signed. */
export function accountControlRoutes(world: World): Route<Call>[] {
  return [
    {
      method: 'POST',
      pattern: '/control/tenants/{tenantId}/account',
      handle: (call, params) => {
        const { billing, ...given } = account.parse(readJson(call));
        const accepting = { ...world, settings: { ...world.settings, acceptUnknownTenants: true } };
        const known = customerOf(accepting, param(params, 'tenantId').toLowerCase());
        if (known === undefined) throw new ControlRefused(400, 'a tenant id is a guid');
        const changed = { ...known, ...given, ...(billing && { billing: billingIn(billing.country) }) };
        world.customers.put(known.tenantId, '', changed);
        return json(200, customerResource(changed));
      },
    },
  ];
}

function billingIn(country: string) {
  const defaultAddress = {
    country,
    city: 'City',
    addressLine1: 'Street 1',
    postalCode: '00-001',
    firstName: 'Jan',
    lastName: 'Kowalski',
  };
  return {
    email: 'billing@tenant.example',
    culture: 'en-US',
    language: 'en',
    firstName: null,
    lastName: null,
    defaultAddress,
    version: 1,
  };
}
