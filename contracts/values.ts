import { z } from 'zod';
import { type Instant, isDay, isTimeZone } from '../domain/calendar/day.ts';
import { isCountry } from '../domain/countries.ts';
import { type IdPrefix, isId } from '../domain/ids.ts';

/** A calendar day, `2026-11-22`. Which time zone it is meant in stands with the field. */
export const day = z
  .string()
  .refine(isDay, { error: 'must be a calendar day such as 2026-11-22' })
  .meta({ id: 'Day', format: 'date', examples: ['2026-11-22'] });

const UTC_INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z$/;

/** RFC 3339 in UTC with `Z` on the wire, epoch milliseconds in the code. */
export const instant = z
  .codec(
    z.string().refine((text) => UTC_INSTANT.test(text) && isDay(text.slice(0, 10)) && !Number.isNaN(Date.parse(text)), {
      error: 'must be an instant in UTC such as 2026-11-22T08:00:00Z',
    }),
    z.custom<Instant>(),
    { decode: (text) => Date.parse(text), encode: (value) => formatInstant(value) },
  )
  .meta({ id: 'Instant', format: 'date-time', examples: ['2026-11-22T08:00:00Z'] });

/** `2026-11-22T08:00:00Z`; milliseconds only where there are any. */
export function formatInstant(value: Instant): string {
  return new Date(value).toISOString().replace('.000Z', 'Z');
}

/** One line of text that a person typed: not blank, well-formed Unicode, no control characters. */
export const line = (most: number) =>
  z
    .string()
    .max(most)
    .refine((text) => text.trim() !== '' && text.isWellFormed() && !/\p{Cc}/u.test(text), {
      error: 'must be one line of text',
    });

/** Free text, several lines allowed. */
export const prose = z
  .string()
  .max(4000)
  .refine((text) => text.trim() !== '' && text.isWellFormed() && !/[^\P{Cc}\n\r\t]/u.test(text), {
    error: 'must be text',
  });

/** Why somebody did something; kept beside the fact, never inside it. */
export const reason = prose.meta({ description: 'Why, in your words.' });

/** An opaque id as the API gave it, for example `cus_…`. */
export const id = (prefix: IdPrefix) =>
  z
    .string()
    .refine((text): boolean => isId(prefix, text), { error: `must be an id that begins with ${prefix}_` })
    .meta({ pattern: `^${prefix}_[0-9a-hjkmnp-tv-z]{26}$` });

/** An id or `ext:{externalId}`, as in paths and wherever a body names a customer or an invoice. */
export const reference = (prefix: IdPrefix) =>
  z
    .string()
    .max(260)
    .refine((text) => isId(prefix, text) || /^ext:[^\p{Cc}]+$/u.test(text), {
      error: `must be an id that begins with ${prefix}_, or ext: and an external id`,
    })
    .meta({ examples: ['ext:0187-ERLSR'] });

/** An id of the caller's own system: unique, never interpreted. */
export const externalId = line(200);

/** The short name of a policy or of a step: `reminder-1`. */
export const key = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, { error: 'must be lower case letters, digits and hyphens' })
  .meta({ examples: ['reminder-1'] });

/** ISO 3166-1 alpha-2. */
export const country = z
  .string()
  .refine((code): boolean => isCountry(code), { error: 'must be an ISO 3166-1 code such as PL' })
  .meta({ pattern: '^[A-Z]{2}$', examples: ['PL'] });

export const timeZone = z
  .string()
  .refine(isTimeZone, { error: 'must be an IANA time zone such as Europe/Warsaw' })
  .meta({ examples: ['Europe/Warsaw'] });

/** `pl`, `pl-PL`: the language in which the customer is written to. */
export const locale = z
  .string()
  .regex(/^[a-z]{2,3}(?:-[A-Z]{2})?$/, { error: 'must be a language such as pl or pl-PL' });

/** A time of day, `08:00`; `24:00` is the end of the day. */
export const timeOfDay = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, { error: 'must be a time such as 08:00' });
