import { z } from 'zod';
import { DRILL_STEPS, type DrillStep } from '../domain/security/drill.ts';
import { instant, prose } from './values.ts';

const step = z.enum(DRILL_STEPS as readonly [DrillStep, ...DrillStep[]]);

export const drillStart = z.strictObject({ note: prose.nullish() }).meta({ id: 'DrillStart' });

/** `note` is the evidence of what was done, or the reason for leaving it out. */
export const drillStepClosure = z
  .strictObject({ steps: z.array(step).min(1).max(14), outcome: z.enum(['done', 'waived']), note: prose })
  .meta({ id: 'DrillStepClosure' });

/** The steps after a compromise, and what became of each. */
export const drill = z
  .strictObject({
    startedAt: instant,
    open: z.array(step),
    causeFixed: z.boolean(),
    steps: z.array(
      z.strictObject({
        step,
        what: z.string(),
        state: z.enum(['open', 'done', 'waived']),
        at: instant.nullable(),
        by: z.string().nullable(),
        evidence: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'Drill' });
