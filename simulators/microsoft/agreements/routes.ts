import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { json } from '../../kit/answer.ts';
import { param } from '../../kit/router.ts';
import type { PartnerCall, PartnerRoute } from '../partner-call.ts';
import { PartnerFault } from '../partner-fault.ts';
import { AGREEMENT } from '../resource-members.ts';
import { collectionOf } from '../wire.ts';
import { type Agreement, CUSTOMER_AGREEMENT, OLD_AGREEMENT, signedDirectly, TEMPLATES } from './agreement.ts';

const ALL = '*';
/** Contract 4: `userId` is the partner's user who attested. */
const USER_ID = '5d0e2a4e-3f0b-4d3a-9c39-0c1a4f3b7e21';

/** Contract 4: the Microsoft Customer Agreement. App+User only (contract 1.5). */
export const agreementRoutes: readonly PartnerRoute[] = [
  {
    method: 'GET',
    pattern: '/v1/agreements',
    userOnly: true,
    handle: (call) => {
      const type = typeAsked(call, ALL);
      return json(
        200,
        collectionOf(
          TEMPLATES.filter((one) => type === ALL || one.agreementType === type),
          {},
        ),
      );
    },
  },
  {
    method: 'GET',
    pattern: '/v1/agreementtemplates/{templateId}/document',
    userOnly: true,
    handle: ({ params, call }) => {
      const template = TEMPLATES.find(({ templateId }) => templateId === param(params, 'templateId').toLowerCase());
      if (template === undefined) throw new PartnerFault('1000', 'The agreement template was not found.');
      const language = call.query.get('language') ?? 'en-US';
      const country = call.query.get('country') ?? 'US';
      const at = `${template.agreementLink}?language=${language}&country=${country}`;
      return json(200, { displayUri: at, downloadUri: `${at}&format=pdf`, language, country });
    },
  },
  {
    method: 'POST',
    pattern: '/v1/customers/{tenantId}/agreements',
    userOnly: true,
    body: AGREEMENT,
    handle: attest,
  },
  {
    method: 'GET',
    pattern: '/v1/customers/{tenantId}/agreements',
    userOnly: true,
    handle: (call) => {
      const { tenantId } = call.customer();
      const type = typeAsked(call, OLD_AGREEMENT);
      const found = call.world.agreements.ownedBy(tenantId).filter((one) => type === ALL || one.type === type);
      return json(
        200,
        collectionOf(
          found.map((one) => shown(one)),
          {},
        ),
      );
    },
  },
  {
    method: 'GET',
    pattern: '/v1/customers/{tenantId}/directSignedMicrosoftCustomerAgreementStatus',
    userOnly: true,
    handle: (call) => json(200, { isSigned: signedDirectly(call.customer()) }),
  },
];

const attestation = z.object({
  primaryContact: z.object({
    firstName: z.string().trim().min(1),
    lastName: z.string().trim().min(1),
    email: z.email(),
    phoneNumber: z.string().nullish(),
  }),
  templateId: z.string().min(1),
  dateAgreed: z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'no date'),
  type: z.string().min(1),
});

/** Contract 4: the same contact once more is 600061; a template that is none, or of another type, is malformed. */
function attest(call: PartnerCall) {
  const { tenantId } = call.customer();
  const parsed = attestation.safeParse(call.body);
  if (!parsed.success) throw new PartnerFault('800002', z.prettifyError(parsed.error));
  const { templateId, type } = parsed.data;
  const template = TEMPLATES.find((one) => one.templateId === templateId.toLowerCase());
  if (template === undefined || template.agreementType.toLowerCase() !== type.toLowerCase())
    throw new PartnerFault('800002', 'The template is not one of this type.');
  const given: Agreement = { ...parsed.data, tenantId, type: template.agreementType, templateId: template.templateId };
  const known = call.world.agreements.ownedBy(tenantId).some((one) => isSame(one, given));
  if (known) throw new PartnerFault('600061');
  call.world.agreements.put(randomUUID(), tenantId, given);
  return json(201, shown(given));
}

function isSame(one: Agreement, other: Agreement): boolean {
  return one.type === other.type && one.primaryContact.email.toLowerCase() === other.primaryContact.email.toLowerCase();
}

function shown({ tenantId: _tenant, ...agreement }: Agreement): object {
  const template = TEMPLATES.find(({ templateId }) => templateId === agreement.templateId);
  return {
    ...agreement,
    userId: USER_ID,
    agreementLink: template?.agreementLink,
    attributes: { objectType: 'Agreement' },
  };
}

function typeAsked(call: PartnerCall, otherwise: string): string {
  const word = call.call.query.get('agreementType');
  if (word === null) return otherwise;
  const known = [ALL, CUSTOMER_AGREEMENT, OLD_AGREEMENT].find((one) => one.toLowerCase() === word.toLowerCase());
  if (known === undefined) throw new PartnerFault('900126', `Unable to parse enum: ${word}.`);
  return known;
}
