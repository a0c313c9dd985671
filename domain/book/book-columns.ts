import { BOOK_FIELDS_NEEDED, type BookFormat } from './book-format.ts';

/** What is wrong with a file's header, in words for a person; empty when every mapped column is there exactly once. */
export function headerProblems(header: readonly string[], format: BookFormat): readonly string[] {
  const problems: string[] = [];
  for (const field of BOOK_FIELDS_NEEDED) {
    if (format.columns[field] === undefined) problems.push(`no column is named for ${field}`);
  }
  for (const [field, column] of Object.entries(format.columns)) {
    const times = header.filter((name) => name === column).length;
    if (times === 0) problems.push(`the file has no column ${column} (for ${field})`);
    if (times > 1) problems.push(`the file has ${times} columns ${column} (for ${field})`);
  }
  return problems;
}
