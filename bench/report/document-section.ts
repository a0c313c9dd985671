const HEADING = '# Measured';

/** Puts `body` under `## <title>` of a document, in place of what stood there; other sections are left as they are. */
export function withSection(document: string, title: string, body: string): string {
  const heading = `## ${title}`;
  const section = `${heading}\n\n${body.trim()}\n`;
  const text = document.trim() === '' ? `${HEADING}\n` : document;
  const lines = text.split('\n');
  const from = lines.indexOf(heading);
  if (from < 0) return `${text.trimEnd()}\n\n${section}`;
  const length = lines.slice(from + 1).findIndex((line) => line.startsWith('## '));
  const rest = length < 0 ? '' : lines.slice(from + 1 + length).join('\n');
  return `${lines.slice(0, from).join('\n').trimEnd()}\n\n${section}${rest === '' ? '' : `\n${rest}`}`;
}
