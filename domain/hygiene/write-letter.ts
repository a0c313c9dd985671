import type { FindingKind } from './finding.ts';
import { ENGLISH_LETTER } from './letter-english.ts';
import type { LetterFacts, LetterLanguage } from './letter-facts.ts';
import { POLISH_LETTER } from './letter-polish.ts';

/** Lines of one kind before the rest is only counted: nobody reads five hundred names in a mail. */
const MOST_LINES = 100;
const ORDER: readonly FindingKind[] = [
  'inactiveMember',
  'expiredGuest',
  'idleLicence',
  'spareLicence',
  'lapsedExclusion',
];

export type Language = 'en' | 'pl';

/** The customer's language, English where we have no other. */
export function languageOf(locale: string): Language {
  return locale.startsWith('pl') ? 'pl' : 'en';
}

/** The words of a review's letter. Plain text: it reaches everybody. */
export function writeLetter(
  language: Language,
  facts: LetterFacts,
): { readonly subject: string; readonly text: string } {
  const words = language === 'pl' ? POLISH_LETTER : ENGLISH_LETTER;
  const parts = [
    words.greeting(facts),
    words.opening(facts),
    ...ORDER.flatMap((kind) => partOf(words, kind, facts)),
    ...(facts.signInsKnown ? [] : [words.signInsUnknown]),
    ...(facts.occasion === 'checklist' ? [] : [words.request(facts)]),
    ...(facts.occasion === 'reminder'
      ? []
      : [...(facts.products.length > 0 ? [words.products(facts)] : []), words.checklist(facts)]),
    `${words.regards}\n${facts.sellerName}`,
  ];
  return { subject: words.subject(facts), text: `${parts.join('\n\n')}\n` };
}

function partOf(words: LetterLanguage, kind: FindingKind, { lines }: LetterFacts): readonly string[] {
  const ofKind = lines.filter((line) => line.kind === kind);
  if (ofKind.length === 0) return [];
  const rest = ofKind.length - MOST_LINES;
  const shown = ofKind.slice(0, MOST_LINES).map((line) => words.line(line));
  return [[`${words.heading[kind]}:`, ...shown, ...(rest > 0 ? [words.more(rest)] : [])].join('\n')];
}
