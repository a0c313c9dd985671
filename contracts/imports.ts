import { z } from 'zod';
import { DAY_ORDERS } from '../domain/book/book-days.ts';
import { BOOK_FIELDS } from '../domain/book/book-format.ts';
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

/** How a file writes what a preset does not say: default comma, `2026-11-22` and decimal point. */
export const importFormat = z
  .strictObject({ delimiter: z.enum([',', ';', '\t']), days: z.enum(DAY_ORDERS), decimalMark: z.enum(['.', ',']) })
  .partial()
  .meta({ id: 'ImportFormat' });

/** The fields beside `file` in the multipart request; `mapping`, `format` and `defaults` are JSON. */
export const newImport = z
  .strictObject({
    kind: z.enum(['receivables']),
    preset: z
      .enum(['ibm-receivables'])
      .optional()
      .meta({ description: 'A known kind of file, with its mapping, format and defaults.' }),
    mapping: z
      .partialRecord(z.enum(BOOK_FIELDS), line(200))
      .optional()
      .meta({ description: 'Field of Tenure → column of the file; needed without a preset.' }),
    format: importFormat.optional(),
    seller: line(100).default('default').meta({ description: 'Id or key of the seller whose book it is.' }),
    onboarding: onboardingMode.default('existing'),
    clock: clockMode.default('live'),
    startAt: instant.optional(),
    defaults: importDefaults.optional(),
  })
  .refine((body) => body.preset !== undefined || body.mapping !== undefined, {
    error: 'a preset or a mapping is needed',
    path: ['mapping'],
  })
  .refine((body) => body.startAt === undefined || body.clock === 'test', {
    error: 'only with "clock": "test"',
    path: ['startAt'],
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
    rows: z.int().meta({ description: 'Rows done so far: imported, skipped or refused.' }),
    imported: z.int(),
    skipped: z.int().meta({ description: 'Rows of which everything was on record already.' }),
    refused: z.int(),
    errors: z.array(importError).meta({ description: 'Of the first thousand refused rows.' }),
    problem: z.string().nullable().meta({ description: 'Why it failed as a whole.' }),
    startedAt: instant,
    endedAt: instant.nullable(),
  })
  .meta({ id: 'Import' });
