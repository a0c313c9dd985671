import { z } from 'zod';
import { timelineEntry } from './timeline.ts';
import { instant } from './values.ts';

const DURATION =
  /^P(?=\d|T\d)(?:\d{1,4}Y)?(?:\d{1,5}M)?(?:\d{1,5}W)?(?:\d{1,5}D)?(?:T(?=\d)(?:\d{1,6}H)?(?:\d{1,6}M)?(?:\d{1,6}S)?)?$/;

/** Where to: an instant, or how far, as an ISO 8601 duration that is counted in the customer's time zone. */
export const clockAdvance = z
  .union([
    z.strictObject({ to: instant }),
    z.strictObject({ by: z.string().regex(DURATION, { error: 'must be a duration such as P30D or PT12H' }) }),
  ])
  .meta({ id: 'ClockAdvance' });

export type ClockAdvance = z.output<typeof clockAdvance>;

/** `now` is the customer's business instant; `happened` what its life did on the way, newest first. */
export const clock = z.strictObject({ now: instant, happened: z.array(timelineEntry) }).meta({ id: 'Clock' });

/** The advance goes on in the background. */
export const clockUnderWay = z.strictObject({ now: instant, operation: z.string() }).meta({ id: 'ClockUnderWay' });
