import { z } from 'zod';
import { minutesOf } from '../domain/calendar/day.ts';
import type { StepKind } from '../domain/policy/policy.ts';
import { acceptedDocument, evidenceKind } from './kyc-words.ts';
import { requirementKey } from './onboarding.ts';
import { country, key, timeOfDay } from './values.ts';
import { currency, limitMoney } from './wire-money.ts';

const days = (least: number, most: number) => z.int().min(least).max(most);

/** Days of a step's `after`, by the step's key. */
export const dunningDays = z.record(key, days(-90, 730));

const tierTerms = z
  .strictObject({
    prepaymentTimes: z.int().min(1).max(24).meta({ description: 'The least prepayment, so many times.' }),
    requires: z.array(requirementKey).max(5),
    evidence: z.array(evidenceKind).max(6),
    orders: z.enum(['none', 'fourEyes']),
    dunningDays: dunningDays.meta({
      description:
        "Other days for steps of the ladder, by the step's key: how fast debts of this tier are asked for. Steps left out keep their own.",
    }),
  })
  .partial()
  .meta({ id: 'TierTerms' });

const step = z
  .strictObject({
    key,
    kind: z.enum(['notice', 'charge', 'call', 'suspend', 'terminate', 'handover'] satisfies StepKind[]),
    after: z.strictObject({ days: days(-90, 730), from: z.enum(['due', 'previous']) }),
    when: z
      .strictObject({ minimumCount: z.int().min(1), minimumDebt: limitMoney, minimumAgeDays: days(0, 730) })
      .partial()
      .optional()
      .meta({ description: 'All must hold: unpaid invoices, their collectible sum, age of the oldest.' }),
    mustPrecede: key.optional().meta({ description: 'Key or kind of a later step that needs this notice delivered.' }),
    approval: z
      .enum(['none', 'fourEyes'])
      .optional()
      .meta({ description: 'Default `fourEyes` for `terminate`, which nobody can take back, else `none`.' }),
  })
  .meta({ id: 'PolicyStep' });

const sendWindow = z
  .strictObject({
    from: timeOfDay,
    to: timeOfDay.meta({ description: 'Exclusive.' }),
    weekdays: z.array(z.int().min(1).max(7)).min(1).max(7).meta({ description: '1 is Monday.' }),
  })
  .refine((window) => minutesOf(window.from) < minutesOf(window.to), {
    error: 'must end after it begins',
    path: ['to'],
  });

/** A dunning policy as people write it (api-surface, "Policy document"). Only `key`, `currency` and `steps` are required. */
export const policyDocument = z
  .strictObject({
    key,
    currency,
    holidays: z.union([z.enum(['customer', 'none']), country]).optional(),
    minimumDebt: limitMoney.optional(),
    steps: z.array(step).min(1).max(50),
    progress: z.enum(['sequential', 'mostSevere']).optional(),
    onResume: z.enum(['ageRuns', 'clockStops']).optional(),
    bounceWindowHours: z.int().min(0).max(720).optional(),
    sendWindow: sendWindow.optional(),
    allocation: z.enum(['oldestDueFirst', 'newestDueFirst']).optional(),
    reinstate: z.strictObject({ when: z.enum(['overdueSettled', 'stepNoLongerHolds']) }).optional(),
    promise: z
      .strictObject({ toleranceDays: days(0, 90), maximumDays: days(0, 730) })
      .partial()
      .optional(),
    prepaid: z.strictObject({ lowAt: limitMoney }).optional(),
    limits: z.strictObject({ writeOff: limitMoney }).optional(),
    onboarding: z
      .strictObject({
        requires: z.array(requirementKey).max(5),
        prepayment: z.union([
          z.string().regex(/^\d{1,3} x monthlyBudget$/, { error: 'must be money or "1 x monthlyBudget"' }),
          limitMoney,
        ]),
        timeOutDays: days(1, 730),
        evidence: z
          .array(evidenceKind)
          .max(6)
          .meta({ description: 'Evidence without which `verification` stays open; default none.' }),
        creditReportFrom: limitMoney
          .nullable()
          .meta({ description: 'A credit report is wanted as well from this credit limit on; default null: never.' }),
        documents: z
          .array(acceptedDocument)
          .max(2)
          .meta({ description: 'Documents without which `agreement` stays open; default none.' }),
      })
      .partial()
      .optional(),
    security: z
      .strictObject({
        autoContain: z.strictObject({
          severity: z.enum(['low', 'medium', 'high']),
          confidence: z.enum(['low', 'medium', 'high']),
          atStake: limitMoney,
        }),
      })
      .optional()
      .meta({
        description:
          'When the Azure subscriptions that an alert names are cancelled without a second person: severity, confidence and money at stake at least so. Left out: never.',
      }),
    risk: z.strictObject({ low: tierTerms, medium: tierTerms, high: tierTerms }).partial().optional().meta({
      description:
        'What each risk tier asks for beside that. Default: nothing of low and medium; high prepays twice, needs a budget and a prepayment, and orders with a second person.',
    }),
    review: z
      .strictObject({ everyDays: days(1, 1095), remindAfterDays: days(1, 365) })
      .partial()
      .optional()
      .meta({ description: 'When a customer is looked at again; default every 365 days, a reminder after 14.' }),
  })
  .meta({ id: 'PolicyDocument' });

export type PolicyDocument = z.output<typeof policyDocument>;
