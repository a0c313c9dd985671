import { z } from 'zod';
import { country, instant, line, prose, reason } from './values.ts';
import { positiveMoney } from './wire-money.ts';

export const requirementKey = z.enum(['agreement', 'verification', 'budget', 'paymentInstrument', 'prepayment']);

/** One thing that must be so before the customer may order. */
export const requirement = z
  .strictObject({ key: requirementKey, state: z.enum(['open', 'met', 'refused']), detail: z.string().nullable() })
  .meta({ id: 'Requirement' });

export const onboarding = z.strictObject({ requirements: z.array(requirement) }).meta({ id: 'Onboarding' });

/** The reseller agreement or the customer's own: who signed it and when. */
export const agreement = z
  .strictObject({
    signedBy: line(200),
    signedAt: instant,
    email: z.email().max(254).optional().meta({
      description:
        'Of whoever signed: Microsoft is told with the attestation. Default the contact of that name, or the first.',
    }),
    phoneNumber: line(40).optional(),
  })
  .meta({ id: 'Agreement' });

/** What a person found when checking who the customer is. `failed` refuses the requirement. */
export const verification = z
  .strictObject({ outcome: z.enum(['passed', 'failed']), checkedBy: line(200), note: prose.nullish() })
  .meta({ id: 'Verification' });

/** Thresholds agreed with the customer; the least prepayment is counted from `monthly`. */
export const budget = z
  .strictObject({
    monthly: positiveMoney,
    expectedUsers: z.int().min(0).max(10_000_000).nullish(),
    expectedLocations: z
      .array(country)
      .max(250)
      .nullish()
      .meta({ description: 'Countries from which people sign in.' }),
    notes: prose.nullish(),
  })
  .meta({ id: 'Budget' });

/** A refused or timed-out onboarding goes on, with its refusals forgotten. */
export const onboardingReopening = z.strictObject({ reason }).meta({ id: 'OnboardingReopening' });
