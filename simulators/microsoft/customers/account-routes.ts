import { z } from 'zod';
import { json } from '../../kit/answer.ts';
import type { PartnerCall, PartnerRoute } from '../partner-call.ts';
import { PartnerFault } from '../partner-fault.ts';
import { instant } from '../wire.ts';
import { ADDRESS as ADDRESS_MEMBERS, QUALIFICATION } from '../resource-members.ts';
import { address } from './create-customer.ts';
import { checkedAddress } from './checked-address.ts';
import { vettingOf } from './vetting.ts';

/** Contract 3: the check of an address, of an account, and what prices a customer qualifies for. */
export const accountRoutes: readonly PartnerRoute[] = [
  {
    method: 'POST',
    pattern: '/v1/validations/address',
    body: ADDRESS_MEMBERS,
    handle: ({ body }) => {
      const parsed = address.pick(ADDRESS).safeParse(body);
      if (!parsed.success) throw new PartnerFault('800002', z.prettifyError(parsed.error));
      return json(200, checkedAddress(parsed.data));
    },
  },
  {
    // Contract 3 and 1.5.
    method: 'GET',
    pattern: '/v1/customers/{tenantId}/validationStatus',
    userOnly: true,
    handle: (call) => {
      const customer = call.customer();
      const type = call.call.query.get('type') ?? '';
      if (type.toLowerCase() !== 'account') throw new PartnerFault('900126', `Unable to parse enum: ${type}.`);
      return json(200, { type: 'account', status: vettingOf(customer), lastUpdateDateTime: instant(call.now) });
    },
  },
  {
    method: 'GET',
    pattern: '/v1/customers/{tenantId}/qualifications',
    handle: (call) => json(200, call.customer().qualifications ?? []),
  },
  {
    method: 'POST',
    pattern: '/v1/customers/{tenantId}/qualifications',
    body: QUALIFICATION,
    handle: applyFor,
  },
];

const ADDRESS = {
  country: true,
  city: true,
  state: true,
  addressLine1: true,
  addressLine2: true,
  postalCode: true,
} as const;

const application = z.object({ qualification: z.string().min(1) });
/** Contract 3: education, government, state-owned; the spelling is a knowledge base's (K). */
const QUALIFICATIONS = ['Education', 'GovernmentCommunityCloud', 'StateOwnedEntity'];

/** Applied for once; Microsoft looks at it until a lever says how it ended. */
function applyFor(call: PartnerCall) {
  const customer = call.customer();
  const parsed = application.safeParse(call.body);
  if (!parsed.success) throw new PartnerFault('800002', z.prettifyError(parsed.error));
  const wanted = parsed.data.qualification.toLowerCase();
  const qualification = QUALIFICATIONS.find((one) => one.toLowerCase() === wanted);
  if (qualification === undefined)
    throw new PartnerFault('900126', `Unable to parse enum: ${parsed.data.qualification}.`);
  const others = (customer.qualifications ?? []).filter((one) => one.qualification !== qualification);
  const made = { qualification, vettingStatus: 'InReview', vettingCreatedDate: instant(call.now) } as const;
  call.world.customers.put(customer.tenantId, '', { ...customer, qualifications: [...others, made] });
  return json(201, made);
}
