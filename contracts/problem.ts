import { z } from 'zod';
import { ERRORS, type ErrorCode } from '../domain/errors.ts';

const codes = Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]];

/** An error as the API answers it: problem details (RFC 9457), media type `application/problem+json`. */
export const problemDocument = z
  .strictObject({
    type: z.string().meta({ description: 'Address of the description of this code.' }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().meta({ description: 'Names this one occurrence; tell it to an operator.' }),
    code: z.enum(codes),
    errors: z.array(
      z.strictObject({
        pointer: z
          .string()
          .meta({ description: 'JSON pointer (RFC 6901) into the body, or the name of a query parameter.' }),
        message: z.string(),
      }),
    ),
  })
  .meta({ id: 'Problem' });

export type ProblemDocument = z.output<typeof problemDocument>;

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';
