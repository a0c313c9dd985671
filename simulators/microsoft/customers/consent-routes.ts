import { z } from 'zod';
import { empty, json } from '../../kit/answer.ts';
import { param } from '../../kit/router.ts';
import type { PartnerCall, PartnerRoute } from '../partner-call.ts';
import { PartnerFault } from '../partner-fault.ts';
import { APPLICATION_CONSENT } from '../resource-members.ts';
import { hasConsented, putConsent } from '../tenant-consent.ts';

/** Contract 1.3; that both take a person's sign-in (I): 1.5 does not name them, but it is the Admin agent who consents. */
export const consentRoutes: readonly PartnerRoute[] = [
  {
    method: 'POST',
    pattern: '/v1/customers/{tenantId}/applicationconsents',
    userOnly: true,
    body: APPLICATION_CONSENT,
    handle: consent,
  },
  {
    method: 'DELETE',
    pattern: '/v1/customers/{tenantId}/applicationconsents/{applicationId}',
    userOnly: true,
    handle: withdraw,
  },
];

const GRAPH = '00000003-0000-0000-c000-000000000000';
const ARM = '797f4846-ba00-4fd7-ba43-dac1f8f63013';

/** Names of permissions, separated by commas (contract 1.3, as its community code writes them). */
const scope = z.string().regex(/^[A-Za-z]+(\.[A-Za-z]+)*(,[A-Za-z]+(\.[A-Za-z]+)*)*$/);
const consentBody = z.object({
  displayName: z.string().trim().min(1),
  applicationId: z.string().trim().min(1),
  applicationGrants: z
    .array(
      z.discriminatedUnion('enterpriseApplicationId', [
        z.object({ enterpriseApplicationId: z.literal(GRAPH), scope }),
        z.object({ enterpriseApplicationId: z.literal(ARM), scope: z.literal('user_impersonation') }),
      ]),
    )
    .min(1),
});

/** Not published (I): a foreign application is an invalid property, a consent that stands is in the way, by whatever scopes. */
function consent(call: PartnerCall) {
  const { world, caller, body } = call;
  const { tenantId } = call.customer();
  const parsed = consentBody.safeParse(body);
  if (!parsed.success) throw new PartnerFault('800002', z.prettifyError(parsed.error));
  refuseForeign(parsed.data.applicationId, caller.applicationId);
  if (hasConsented(world, tenantId)) throw new PartnerFault('409');
  putConsent(world, tenantId, { granted: true });
  return json(201, { ...parsed.data, attributes: { objectType: 'ApplicationConsent' } });
}

function withdraw(call: PartnerCall) {
  const { world, caller, params } = call;
  const { tenantId } = call.customer();
  refuseForeign(param(params, 'applicationId'), caller.applicationId);
  if (!hasConsented(world, tenantId)) throw new PartnerFault('1000', 'The application has no consent in this tenant.');
  putConsent(world, tenantId, { granted: false });
  return empty(204);
}

function refuseForeign(applicationId: string, own: string): void {
  if (applicationId.toLowerCase() !== own.toLowerCase())
    throw new PartnerFault('3000', 'The application is not the partner’s own.');
}
