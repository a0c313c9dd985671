import { z } from 'zod';
import { dunningState } from './customers.ts';
import { day, key, reason } from './values.ts';

/** Opens a case for debt below the policy's least, or starts at once. */
export const dunningStart = z.strictObject({ reason }).meta({ id: 'DunningStart' });

/** `until` is a day in the customer's time zone, exclusive: on it, dunning goes on. */
export const dunningPause = z.strictObject({ until: day, reason }).meta({ id: 'DunningPause' });

export const dunningResume = z.strictObject({ reason }).meta({ id: 'DunningResume' });

/** Jumps to a step of the customer's policy; past a step with `mustPrecede` only with the proof chain complete. */
export const dunningEscalation = z.strictObject({ toStep: key, reason }).meta({ id: 'DunningEscalation' });

export const dunning = dunningState;
