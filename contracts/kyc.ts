import { z } from 'zod';
import { daysBetween, isDay } from '../domain/calendar/day.ts';
import { knownContact, legalStatus } from './customers.ts';
import {
  acceptedDocument,
  evidenceKind,
  evidenceOutcome,
  notedCircumstance,
  reviewOutcome,
  riskTier,
} from './kyc-words.ts';
import { requirementKey } from './onboarding.ts';
import { dunningDays } from './policy-document.ts';
import { day, id, instant, line, prose, reason } from './values.ts';
import { money, positiveMoney } from './wire-money.ts';

const agreedSpan = {
  from: day,
  until: day.meta({ description: 'The last day on which it holds.' }),
  note: prose.optional().meta({ description: 'Who said so, and how.' }),
};

const sha256 = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, { error: 'must be sha256: and the digest in hex' })
  .meta({ examples: ['sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae'] });

/** A document as it came. The digest stays for ever; the bytes can be erased. */
const newDocument = z
  .strictObject({ mediaType: z.string().regex(/^[\w.+-]+\/[\w.+-]+$/), base64: z.base64().max(900_000) })
  .meta({ id: 'NewDocument' });

/**
 * What shows who a customer is (practices 19 and 35): what it is, of which day, by whom it says so, and what it says. A call
 * back names the register extract from which its number was taken: a number that the customer gave proves nothing.
 */
export const newEvidence = z
  .strictObject({
    kind: evidenceKind,
    on: day.meta({ description: 'The day on which the source said so.' }),
    source: line(200).meta({ description: 'Who said so: the register, the bureau, the person called.' }),
    reference: line(200).optional().meta({ description: "The source's own number for it." }),
    outcome: evidenceOutcome,
    registeredOn: day.optional().meta({ description: 'Of a register extract: since when the company is registered.' }),
    numberFrom: id('evd')
      .optional()
      .meta({ description: 'Of a call back, required: the register extract that names the number.' }),
    note: prose.optional(),
    document: newDocument.optional(),
    documentSha256: sha256.optional().meta({ description: 'Where the document is kept elsewhere.' }),
  })
  .refine((body) => body.registeredOn === undefined || body.kind === 'registerExtract', {
    error: 'only with "kind": "registerExtract"',
    path: ['registeredOn'],
  })
  .refine((body) => (body.kind === 'callBack') === (body.numberFrom !== undefined), {
    error: 'a call back, and only one, names the register extract from which its number comes',
    path: ['numberFrom'],
  })
  .refine((body) => body.document === undefined || body.documentSha256 === undefined, {
    error: 'the digest is counted from the document',
    path: ['documentSha256'],
  })
  .meta({ id: 'NewEvidence' });

const evidenceShape = {
  id: id('evd'),
  customer: id('cus'),
  kind: evidenceKind,
  on: day,
  source: z.string().nullable(),
  reference: z.string().nullable(),
  outcome: evidenceOutcome,
  registeredOn: day.nullable(),
  documentSha256: z.string().nullable(),
  note: z.string().nullable(),
  by: z.string(),
  recordedAt: instant,
};

export const evidenceSummary = z.strictObject(evidenceShape).meta({ id: 'EvidenceSummary' });

/** `document` is null where none was given or it was erased. */
export const evidence = z
  .strictObject({
    ...evidenceShape,
    document: z.strictObject({ mediaType: z.string(), base64: z.string() }).nullable(),
  })
  .meta({ id: 'Evidence' });

export const evidencePage = z.strictObject({ items: z.array(evidenceSummary), nextCursor: z.null() });

/** VIES is asked about the customer's own tax id, in the name of its seller. */
export const vatCheck = z.strictObject({}).meta({ id: 'VatCheck' });

/** What the customer says it needs: the basis on which its use is judged. What is left out stays as it is. */
export const kycProfileChange = z
  .strictObject({
    purpose: prose,
    expectedServices: z.array(line(100)).max(100),
    expectedRegions: z.array(line(100)).max(100),
    monthlySpend: positiveMoney.nullable(),
    contactsCheckedOn: day,
  })
  .partial()
  .refine((body) => Object.keys(body).length > 0, { error: 'must change something' })
  .meta({ id: 'KycProfileChange' });

/** A document that the customer accepted (Microsoft's acceptable use policy) or received (how we collect debts). */
export const newAcceptance = z
  .strictObject({ document: acceptedDocument, version: line(100), on: day, by: line(200), sha256: sha256.optional() })
  .meta({ id: 'NewAcceptance' });

export const newReview = z.strictObject({ outcome: reviewOutcome, note: prose }).meta({ id: 'NewReview' });

/** A person says that a circumstance holds, or that it does not any more. */
export const circumstanceChange = z
  .strictObject({ circumstance: notedCircumstance, state: z.enum(['noted', 'cleared']), note: reason })
  .meta({ id: 'CircumstanceChange' });

/** How the account was made: what the sign-up page saw. `device` is kept as a salted digest only. */
export const signUp = z
  .strictObject({
    device: line(500).optional(),
    automated: z.boolean().meta({ description: 'No person was there, by what the sign-up page could tell.' }),
    secondFactor: z.boolean().meta({ description: 'A second factor (a text message, an app) was passed.' }),
  })
  .meta({ id: 'SignUp' });

/**
 * What the customer tells us beforehand, so that it is no deviation (practices 7, 10 and 19): a project in another region or
 * service up to a daily sum, or a user who is to become an administrator. At most a year: what lasts longer is asked about again.
 */
export const newAgreedUse = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.enum(['region', 'service']), subject: line(200), daily: positiveMoney, ...agreedSpan }),
    z.strictObject({ kind: z.literal('administrator'), subject: line(200), ...agreedSpan }),
  ])
  .refine(({ from, until }) => from <= until, { error: 'must not be before `from`', path: ['until'] })
  .refine(({ from, until }) => !isDay(from) || !isDay(until) || daysBetween(from, until) <= 366, {
    error: 'must be within a year of `from`',
    path: ['until'],
  })
  .meta({ id: 'NewAgreedUse' });

const agreedUse = z.strictObject({
  id: id('agu'),
  kind: z.enum(['region', 'service', 'administrator']),
  subject: z.string(),
  daily: money.nullable(),
  from: day,
  until: day,
  knownAt: instant,
  withdrawnAt: instant.nullable(),
  by: z.string(),
});

const deviation = z.strictObject({
  kind: z.enum(['region', 'service', 'spend', 'budget', 'masterData']),
  subject: z.string(),
  on: day,
  knownAt: instant,
});

/** The file of a customer (practice 19): who it is, what it needs, what shows that, what was not as agreed. */
export const kyc = z
  .strictObject({
    customer: id('cus'),
    name: z.string().nullable(),
    legalStatus: legalStatus.nullable(),
    registrationNumber: z.string().nullable(),
    taxId: z.string().nullable(),
    country: z.string(),
    contacts: z.array(knownContact),
    contactsCheckedOn: day.nullable(),
    purpose: z.string().nullable(),
    expectedServices: z.array(z.string()),
    expectedRegions: z.array(z.string()),
    monthlySpend: money.nullable(),
    monthlyBudget: money.nullable(),
    evidence: z.array(evidenceSummary),
    missingEvidence: z.array(evidenceKind),
    documents: z.array(z.strictObject({ document: acceptedDocument, version: z.string(), on: day })),
    screening: z
      .strictObject({
        at: instant,
        list: z.string().meta({ description: 'SHA-256 of the list.' }),
        hits: z.array(z.strictObject({ party: z.string(), likeness: z.int() })),
      })
      .nullable(),
    risk: z.strictObject({
      tier: riskTier,
      reasons: z.array(z.string()),
      terms: z.strictObject({
        prepaymentTimes: z.int(),
        requires: z.array(requirementKey),
        evidence: z.array(evidenceKind),
        orders: z.enum(['none', 'fourEyes']),
        dunningDays: dunningDays.meta({ description: 'Days of steps that are others than the ladder’s own.' }),
      }),
    }),
    review: z.strictObject({ lastOn: day.nullable(), dueOn: day, because: z.enum(['yearly', 'deviation']) }),
    deviations: z.array(deviation),
    agreedUses: z.array(agreedUse).meta({ description: 'What the customer told us beforehand.' }),
  })
  .meta({ id: 'Kyc' });
