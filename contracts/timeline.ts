import { z } from 'zod';
import { page, paging } from './lists.ts';
import { nextStep } from './outcome.ts';
import { day, instant } from './values.ts';

/** One thing that happened, or was due and did not. `at` is business time, `recordedAt` the wall clock. */
export const timelineEntry = z
  .strictObject({
    at: instant,
    recordedAt: instant,
    kind: z.string(),
    actor: z.string(),
    summary: z.string(),
    reason: z.string().nullable(),
    links: z.record(z.string(), z.string()),
  })
  .meta({ id: 'TimelineEntry' });

export type TimelineEntry = z.output<typeof timelineEntry>;

export const timelineQuery = z.strictObject({ ...paging });

/** Newest first. */
export const timelinePage = page(timelineEntry);

/** What will happen if nothing changes, until the beginning of a day in the customer's time zone. */
export const nextStepsQuery = z.strictObject({
  until: day.optional().meta({ description: 'Default: 90 days after the customer’s today.' }),
});

export const nextSteps = z.strictObject({ items: z.array(nextStep) }).meta({ id: 'NextSteps' });
