import { z } from 'zod';

const words = z.array(z.string().min(1)).min(1);

/**
 * How Tenure reads what Microsoft leaves open or says in two ways (contract section 20). Each has a default; docs/microsoft.md
 * says why. `MICROSOFT_READINGS` overrides single ones, as JSON, once a real account has proven otherwise.
 */
export const microsoftReadings = z.strictObject({
  /** 20.3: the word by which a fraud event of v1 is closed. */
  fraudEventClosed: z.enum(['Resolved', 'Resolve']).default('Resolved'),
  /** 20.3: what v1 is told of a legitimate use, for which it lists no word. */
  fraudEventLegitimate: z.enum(['Ignore', 'Legitimate']).default('Ignore'),
  /** 20.9: whether a change of a subscription carries the etag that was read. */
  sendIfMatch: z.boolean().default(true),
  /** 20.10: whether calls in a person's name ask for its sign-in to be checked for MFA. */
  validateMfa: z.boolean().default(true),
  /** 20.12: where alerts are asked for, all of them each time; where both tell of one, the first counts. */
  alertSources: z
    .array(z.enum(['graph', 'fraudEvents']))
    .min(1)
    .default(['graph', 'fraudEvents']),
  /** 20.13: where Graph keeps partner alerts; beta until Microsoft moves them. */
  alertsPath: z
    .string()
    .regex(/^\/(beta|v1\.0)\/[\w/]+$/)
    .default('/beta/security/partner/securityAlerts'),
  /** 20.14: the words for an Azure entitlement that is on; every other word counts as off. */
  entitlementOn: words.default(['active']),
});

export type MicrosoftReadings = z.output<typeof microsoftReadings>;

/** The readings with nothing overridden. */
export const defaultReadings: MicrosoftReadings = Object.freeze(microsoftReadings.parse({}));

/** Readings out of JSON text. @throws z.ZodError, SyntaxError */
export function readReadings(text: string | undefined): MicrosoftReadings {
  return text === undefined ? defaultReadings : Object.freeze(microsoftReadings.parse(JSON.parse(text)));
}
