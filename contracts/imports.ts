import { z } from 'zod';
import { clockMode, contact, legalStatus, onboardingMode, terms } from './customers.ts';
import { country, id, instant, key, line, timeZone } from './values.ts';
import { currency } from './wire-money.ts';

/** What the file lacks; it counts for every customer that the import creates. */
export const importDefaults = z
  .strictObject({
    legalStatus,
    terms,
    policy: key,
    country,
    timeZone,
    currency,
    contacts: z.array(contact).min(1).max(50),
  })
  .partial()
  .meta({ id: 'ImportDefaults' });

/** The fields beside `file` in the multipart request; `mapping` and `defaults` are JSON. */
export const newImport = z
  .strictObject({
    kind: z.enum(['receivables']),
    preset: z.enum(['ibm-receivables']).optional(),
    mapping: z.record(line(60), line(200)).optional().meta({ description: 'Field of Tenure → column of the file.' }),
    onboarding: onboardingMode.default('existing'),
    clock: clockMode.default('live'),
    startAt: instant.optional(),
    defaults: importDefaults.optional(),
  })
  .meta({ id: 'NewImport' });

export type NewImport = z.output<typeof newImport>;

/** `row` counts from 1 below the header. All or nothing per row. */
export const importError = z
  .strictObject({ row: z.int(), column: z.string().nullable(), code: z.string(), message: z.string() })
  .meta({ id: 'ImportError' });

export const importResult = z
  .strictObject({
    id: id('imp'),
    state: z.enum(['running', 'done', 'failed']),
    rows: z.int(),
    imported: z.int(),
    skipped: z.int(),
    errors: z.array(importError),
    startedAt: instant,
    endedAt: instant.nullable(),
  })
  .meta({ id: 'Import' });

export type ImportResult = z.output<typeof importResult>;
