import { PROBLEM_MEDIA_TYPE, problemDocument } from '../contracts/problem.ts';

const problem = (description: string) => ({
  description,
  content: { [PROBLEM_MEDIA_TYPE]: { schema: problemDocument } },
});

/** The errors that every call may answer with, for the OpenAPI document. The codes are described at `/errors`. */
export const problems = Object.freeze({
  '4xx': problem('Refused; nothing was done.'),
  '5xx': problem('Failed on our side.'),
});
