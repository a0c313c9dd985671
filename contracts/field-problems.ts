import type { z } from 'zod';
import type { ErrorCode, FieldProblem } from '../domain/errors.ts';
import type { CodedIssue } from './wire-money.ts';

type Issue = z.core.$ZodIssue;

/**
 * What is wrong with a request, field by field. The code is `malformed`, unless an issue stands for one of its own
 * (bad money): that one tells the caller more.
 */
export function fieldProblems(
  issues: readonly Issue[],
  at: readonly PropertyKey[] = [],
): { readonly code: ErrorCode; readonly errors: readonly FieldProblem[] } {
  let code: ErrorCode = 'malformed';
  const errors = issues.flatMap((issue): readonly FieldProblem[] => {
    const path = [...at, ...issue.path];
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((field) => ({ pointer: pointer([...path, field]), message: 'unknown field' }));
    }
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const nearest = fieldProblems(nearestBranch(issue.errors), path);
      if (nearest.code !== 'malformed') code = nearest.code;
      return nearest.errors;
    }
    if (isCoded(issue)) code = issue.params.code;
    return [{ pointer: pointer(path), message: issue.message }];
  });
  return { code, errors };
}

/** The branch of a union that the caller most likely meant: the one with the fewest problems, unknown fields counting double. */
function nearestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] {
  const distance = (branch: readonly Issue[]): number =>
    branch.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? 2 * issue.keys.length : 1), 0);
  return branches.reduce((nearest, branch) => (distance(branch) < distance(nearest) ? branch : nearest));
}

function isCoded(issue: Issue): issue is Issue & { readonly params: CodedIssue } {
  return issue.code === 'custom' && typeof issue.params?.['code'] === 'string';
}

/** RFC 6901. */
function pointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
