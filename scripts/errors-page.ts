/**
 * Writes docs/errors.md from the error catalogue; `--print` shows it instead. A test compares the two.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERRORS, type ErrorCode, isErrorCode } from '../domain/errors.ts';

/** The page about errors, in Markdown: one table a status, in the order of the statuses. */
export function errorsPage(): string {
  const codes = Object.keys(ERRORS).filter(isErrorCode);
  const statuses = [...Map.groupBy(codes, (code) => ERRORS[code].status)].toSorted(([a], [b]) => a - b);
  const tables = statuses.map(([status, group]) =>
    [
      `## ${status}`,
      '',
      '| code | title | again? | what to do |',
      '| --- | --- | --- | --- |',
      ...group.map(rowOf),
    ].join('\n'),
  );
  return [introduction, ...tables].join('\n\n').concat('\n');
}

const introduction = `# Errors

Errors are problem details (RFC 9457, \`application/problem+json\`): \`type, title, status, detail, instance, code, errors\`.
\`code\` is stable and one of those below; \`type\` is the address of its description in the running API (\`/errors/{code}\`).
\`errors\` points to fields of the request by JSON pointer. "again?" says whether the very same request may succeed later
without anybody changing anything; where it may, send it with the same \`Idempotency-Key\`.

This page is generated: \`node scripts/errors-page.ts\`.`;

function rowOf(code: ErrorCode): string {
  const { title, retryable, action } = ERRORS[code];
  return `| \`${code}\` | ${title} | ${retryable ? 'yes' : 'no'} | ${action.replaceAll('|', '\\|')} |`;
}

if (import.meta.main) {
  if (process.argv.includes('--print')) console.log(errorsPage());
  else writeFileSync(join(import.meta.dirname, '..', 'docs', 'errors.md'), errorsPage());
}
