/** Text for comparing words: lower case, no marks on letters (Polish ones included), one space between words. */
export function plainText(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll('ł', 'l')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
