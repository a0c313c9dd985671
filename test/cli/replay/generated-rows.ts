import { BOOK_PRESETS } from '../../../domain/book/presets.ts';
import { type BookRow, isBookRow, readRow, type RowText } from '../../../domain/book/read-row.ts';

/** The rows of a generated book, read as the real one is. */
export function generatedRows(text: string): readonly BookRow[] {
  const { format, defaults } = BOOK_PRESETS['ibm-receivables'];
  return rowTexts(text).map((row, index) => {
    const read = readRow(index + 1, row, format, defaults);
    if (!isBookRow(read)) throw new Error(JSON.stringify(read));
    return read;
  });
}

/** The rows as text by column; a generated book has no quotation marks. */
export function rowTexts(text: string): readonly RowText[] {
  const [header = '', ...lines] = text.trim().split('\n');
  const columns = header.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((value, index) => [columns[index] ?? '', value])));
}
