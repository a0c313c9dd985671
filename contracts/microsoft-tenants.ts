import { z } from 'zod';
import { country, day, id, instant, line, prose, reason } from './values.ts';

const address = z.strictObject({
  line1: line(200),
  line2: line(200).optional(),
  city: line(100),
  postalCode: line(20),
  state: z.string().length(2).optional(),
  country,
});

/** What Microsoft needs for a new tenant; what is left out is taken from the customer's record. */
const newTenant = z.strictObject({
  domainPrefix: z
    .string()
    .regex(/^[a-z0-9]{1,27}$/, { error: 'must be 1 to 27 lower case letters and digits' })
    .meta({ description: 'The tenant becomes `{domainPrefix}.onmicrosoft.com`.' }),
  contact: z.strictObject({ firstName: line(50), lastName: line(50), phoneNumber: line(40).optional() }),
  companyName: line(200).optional(),
  organizationRegistrationNumber: line(60)
    .optional()
    .meta({ description: 'In Poland NIP or KRS, ten digits; default from the tax id.' }),
  email: z.email().max(254).optional(),
  address: address.optional(),
});

/** Exactly one: an invitation for the tenant that the customer has, that tenant once it has accepted, or a new one. */
export const microsoftTenantRequest = z
  .strictObject({
    link: z.union([z.literal(true), z.strictObject({ tenantId: z.guid() })]).optional(),
    create: newTenant.optional(),
  })
  .refine(({ link, create }) => (link === undefined) !== (create === undefined), { error: 'either link or create' })
  .meta({ id: 'MicrosoftTenantRequest' });

export type MicrosoftTenantRequest = z.output<typeof microsoftTenantRequest>;
export type NewMicrosoftTenant = z.output<typeof newTenant>;

/** A customer's tenant at Microsoft, how it came to it, and what is owed there. `code` and `explanation` tell of a refusal. */
export const microsoftTenant = z
  .strictObject({
    customer: id('cus'),
    tenant: z.string().nullable(),
    state: z.enum(['none', 'invited', 'asked', 'refused', 'linked']),
    domain: z.string().nullable(),
    invitationUrl: z
      .string()
      .nullable()
      .meta({ description: 'Where the administrator of an existing tenant accepts the reseller relationship.' }),
    code: z.string().nullable(),
    explanation: z.string().nullable(),
    firstPasswordWaits: z.boolean().meta({ description: 'The first password is kept sealed and can be taken once.' }),
    duties: z.array(
      z.strictObject({
        what: z.enum(['agreement', 'budget', 'consent', 'withdrawal']),
        state: z.enum(['due', 'done', 'refused', 'notAvailable']),
        code: z.string().nullable(),
        explanation: z.string().nullable(),
        askedAt: instant,
        endedAt: instant.nullable(),
      }),
    ),
  })
  .meta({ id: 'MicrosoftTenant' });

/** Shown once; the tenant wants another one at the first sign-in. */
export const firstPassword = z
  .strictObject({ userName: z.string(), password: z.string() })
  .meta({ id: 'FirstPassword' });

/** What Microsoft refused is asked for again, now that it is mended. */
export const microsoftRetry = z
  .strictObject({
    reason,
    consent: z.literal(true).optional().meta({
      description:
        'Also ask anew for our application’s consent in the tenant, although it was given: the customer has withdrawn it, or it lacks a permission.',
    }),
  })
  .meta({ id: 'MicrosoftRetry' });

export const microsoftDomain = z
  .strictObject({ domain: z.string(), available: z.boolean() })
  .meta({ id: 'MicrosoftDomain' });

export const addressCheckRequest = address.meta({ id: 'AddressCheckRequest' });

/** `verified`: mail arrives there; `suggested`: one of the suggestions is meant; `unknown`: nobody can say. */
export const addressCheck = z
  .strictObject({
    state: z.enum(['verified', 'suggested', 'unknown']),
    status: z.string(),
    message: z.string().nullable(),
    suggestions: z.array(
      z.strictObject({
        line1: z.string(),
        line2: z.string().optional(),
        city: z.string(),
        postalCode: z.string(),
        state: z.string().optional(),
        country: z.string(),
      }),
    ),
  })
  .meta({ id: 'AddressCheck' });

/** Proof that the customer may have special prices; education is also read at Microsoft. */
export const eligibility = z
  .strictObject({
    segment: z.enum(['education', 'nonprofit']),
    until: day,
    note: prose.meta({ description: 'What the proof is and who saw it.' }),
  })
  .meta({ id: 'Eligibility' });
