import { z } from 'zod';
import { paging, page } from './lists.ts';
import { nextStep, phase, service } from './outcome.ts';
import { country, day, externalId, id, instant, key, line, locale, timeZone } from './values.ts';
import { currency, decimal, limitMoney, money } from './wire-money.ts';

export const legalStatus = z.enum(['company', 'soleTrader', 'consumer', 'publicBody']);

export const address = z
  .strictObject({
    kind: z.enum(['registered', 'billing', 'delivery', 'other']),
    lines: z.array(line(200)).min(1).max(6),
    postalCode: z.string().max(20).default(''),
    city: line(100),
    country,
  })
  .meta({ id: 'Address' });

export const contact = z
  .strictObject({
    role: z.enum(['billing', 'technical', 'security', 'legal', 'management', 'other']),
    name: line(200),
    email: z.email().max(254),
  })
  .meta({ id: 'Contact', description: 'Letters about money go to `billing`; where there is none, to the first.' });

/** As they are shown: an erased name or address is null, and older entries may be of a kind that is no longer taken. */
export const knownAddress = z.strictObject({
  ...address.shape,
  kind: z.string(),
  lines: z.array(z.string()),
  postalCode: z.string(),
});
export const knownContact = z.strictObject({
  role: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
});

/** The contract the customer accepted. Without a suspension clause nothing can be suspended for debt. */
export const terms = z
  .strictObject({
    paymentDays: z.int().min(0).max(365),
    acceptedOn: day,
    document: z
      .string()
      .regex(/^sha256:\S{1,100}$/, { error: 'must be sha256: and the digest of the accepted document' })
      .nullish(),
    suspensionClause: z.boolean(),
    minimumNoticeDays: z
      .int()
      .min(0)
      .max(365)
      .default(0)
      .meta({ description: 'Calendar days between the accepted warning and the suspension, at least.' }),
  })
  .meta({ id: 'Terms' });

/** What a PATCH may change; the rest of a customer is fixed when it is registered. */
const changeable = {
  name: line(200),
  country,
  timeZone,
  locale: locale.optional(),
  legalStatus: legalStatus.optional(),
  taxId: line(40).optional(),
  registrationNumber: line(60).optional(),
  addresses: z.array(address).max(20).optional(),
  terms: terms.optional(),
  microsoftTenantId: z.guid().optional(),
  contacts: z.array(contact).min(1).max(50),
  creditLimit: limitMoney.optional(),
};

export const onboardingMode = z.enum(['standard', 'existing']);
export const clockMode = z.enum(['live', 'test']);

export const newCustomer = z
  .strictObject({
    externalId,
    currency,
    seller: line(100).default('default').meta({ description: 'Id or key of a seller.' }),
    ...changeable,
    onboarding: onboardingMode
      .default('standard')
      .meta({ description: '`existing`: a customer who already trades and goes straight to `active`.' }),
    policy: key.default('standard'),
    clock: clockMode.default('live'),
    startAt: instant
      .optional()
      .meta({ description: 'Only with a test clock: its first instant, also one in the past.' }),
  })
  .refine((body) => body.startAt === undefined || body.clock === 'test', {
    error: 'only with "clock": "test"',
    path: ['startAt'],
  })
  .meta({ id: 'NewCustomer' });

export type NewCustomer = z.output<typeof newCustomer>;

export const customerChange = z
  .strictObject({
    effectiveOn: day.meta({ description: "Day from which the change counts; default the customer's today." }),
    ...changeable,
    legalStatus: legalStatus.nullable(),
    taxId: line(40).nullable(),
    registrationNumber: line(60).nullable(),
    addresses: z.array(address).max(20),
    terms: terms.nullable(),
    microsoftTenantId: z.guid().nullable(),
    creditLimit: limitMoney.nullable(),
  })
  .partial()
  .refine((body) => Object.keys(body).some((field) => field !== 'effectiveOn'), { error: 'must change something' })
  .meta({ id: 'CustomerChange' });

export type CustomerChange = z.output<typeof customerChange>;

export const holdReason = z.enum(['prepayment', 'debt', 'fraud', 'aup', 'customer']);
export const holdScope = z.union([z.literal('account'), z.strictObject({ subscription: id('sub') })]);

/** A hold as it stands with its customer. */
export const holdOfCustomer = z.strictObject({
  id: id('hld'),
  reason: holdReason,
  scope: holdScope,
  since: instant,
  until: instant.nullable(),
  placedBy: z.string(),
});

/** All amounts in the customer's currency; `overdue`, `disputed` and `promised` are parts of `open`. */
export const balance = z
  .strictObject({
    open: money,
    overdue: money,
    disputed: money,
    promised: money,
    prepaid: money,
    unapplied: money,
    exposure: money,
  })
  .meta({ id: 'Balance' });

/** Where the dunning stands; `step` and `since` are null while there is no case. */
export const dunningState = z
  .strictObject({
    policy: key,
    policyVersion: z.int(),
    step: key.nullable(),
    since: instant.nullable(),
    pausedUntil: day.nullable(),
  })
  .meta({ id: 'DunningState' });

const life = {
  phase,
  service,
  holds: z.array(holdOfCustomer),
  balance,
  dunning: dunningState,
  nextStep: nextStep.nullable(),
  clock: z.strictObject({ mode: clockMode, now: instant }),
};

export const customer = z
  .strictObject({
    id: id('cus'),
    externalId: z.string(),
    name: z.string().nullable(),
    country: z.string(),
    timeZone: z.string(),
    locale: z.string(),
    currency: z.string(),
    seller: z.string(),
    legalStatus: legalStatus.nullable(),
    taxId: z.string().nullable(),
    registrationNumber: z.string().nullable(),
    addresses: z.array(knownAddress),
    terms: z.strictObject({ ...terms.shape, document: z.string().nullable(), minimumNoticeDays: z.int() }).nullable(),
    microsoftTenantId: z.string().nullable(),
    contacts: z.array(knownContact),
    creditLimit: money.nullable(),
    onboarding: onboardingMode,
    registeredAt: instant,
    ...life,
    workflow: z
      .strictObject({ workflowId: z.string(), runId: z.string().nullable() })
      .meta({ description: 'The run that made the latest decision.' }),
  })
  .meta({ id: 'Customer' });

/** A customer in a list: without what only its own page needs. */
export const customerSummary = z
  .strictObject({
    id: id('cus'),
    externalId: z.string(),
    name: z.string().nullable(),
    country: z.string(),
    currency: z.string(),
    ...life,
  })
  .meta({ id: 'CustomerSummary' });

export type CustomerSummary = z.output<typeof customerSummary>;

export const customerQuery = z.strictObject({
  phase: phase.optional(),
  hold: holdReason.optional().meta({ description: 'Customers with such a hold in force.' }),
  minOverdue: decimal.optional().meta({ description: "At least this much overdue, in the customer's own currency." }),
  q: line(100).optional().meta({ description: 'Part of the name or of the external id.' }),
  ...paging,
});

export const customerPage = page(customerSummary);
