/** Letters that have no decomposition, as an English or a bank's list writes them. */
const LETTERS: Readonly<Record<string, string>> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
};

/** What says how a company is made, and nothing about which one it is. Dots are gone when they are looked for. */
const LEGAL_FORMS: ReadonlySet<string> = new Set(
  (
    'sp zoo oo sa sj sk ska psa spolka ograniczona odpowiedzialnoscia akcyjna jawna komandytowa cywilna ' +
    'gmbh ag kg ohg ug ltd limited llc llp lp plc inc corp corporation company co sarl sas bv nv as ab oy oyj aps srl spa sro kft doo ooo oao zao pao fze fzco'
  ).split(' '),
);

/** Joins that a name may or may not be written with. */
const FILLERS: ReadonlySet<string> = new Set('i and und et z o the of dla w'.split(' '));

/** Lower case without diacritics: `Żółć Ślązak` is `zolc slazak`. */
export function plainText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[łøđðþßæœı]/g, (letter) => LETTERS[letter] ?? letter);
}

/**
 * The words of a name that tell it from others, each once, in no order: without diacritics, punctuation, legal form and joins.
 * A name that is nothing else keeps all its words.
 */
export function nameTokens(name: string): readonly string[] {
  const words = plainText(name)
    .replace(/['’`´.]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const telling = words.filter((word) => !LEGAL_FORMS.has(word) && !FILLERS.has(word));
  return [...new Set(telling.length > 0 ? telling : words)].toSorted();
}

/** Two words that one slip apart are the same: a letter more, less, other, or two exchanged; only in words of five letters or more. */
export function sameWord(left: string, right: string): boolean {
  if (left === right) return true;
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  if (short.length < 5 || long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1);
  if (short.slice(at + 1) === long.slice(at + 1)) return true;
  return short[at] === long[at + 1] && short[at + 1] === long[at] && short.slice(at + 2) === long.slice(at + 2);
}

/**
 * How alike two names are, 0 to 100: the letters of the words they share, of the letters of both (Dice, weighted by length, so
 * that one long telling word is worth more than a short one). The same both ways round; 100 for the same words.
 */
export function likeness(left: readonly string[], right: readonly string[]): number {
  const total = lettersIn(left) + lettersIn(right);
  return total === 0 ? 0 : Math.round((100 * Math.max(shared(left, right), shared(right, left))) / total);
}

/** Letters of the words that two names share, on both sides. Equal words find each other first, or a slip would take their place. */
function shared(left: readonly string[], right: readonly string[]): number {
  const equal = left.filter((word) => right.includes(word));
  const free = right.filter((word) => !left.includes(word));
  let letters = 2 * lettersIn(equal);
  for (const word of left) {
    if (equal.includes(word)) continue;
    const place = free.findIndex((other) => sameWord(word, other));
    if (place < 0) continue;
    letters += word.length + (free[place]?.length ?? 0);
    free.splice(place, 1);
  }
  return letters;
}

function lettersIn(words: readonly string[]): number {
  return words.reduce((sum, word) => sum + word.length, 0);
}
