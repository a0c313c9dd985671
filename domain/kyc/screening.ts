import { likeness, nameTokens, sameWord } from './names.ts';

/** A person or an organisation on a sanctions list, with every name it is known by. */
export interface ListedParty {
  /** The list's own id: stable from one edition to the next. */
  readonly id: string;
  readonly names: readonly string[];
}

/** A name of ours that is like one on the list. */
export interface Hit {
  readonly party: string;
  /** 0 to 100. */
  readonly likeness: number;
}

/**
 * From this likeness on a person looks. Low enough that a middle name, a legal form, the order of the words and one slip a
 * word do not hide anybody; a hit too many costs a look, one too few a fine.
 */
export const HIT_FROM = 80;

/** A list made ready for many questions: names by their words, so that one name is compared with few of them. */
export interface ScreeningIndex {
  hitsOf(name: string): readonly Hit[];
}

interface IndexedName {
  readonly party: string;
  readonly tokens: readonly string[];
}

/** Makes a list ready. Pure; the same list and name give the same hits, the likest first. */
export function screeningIndex(list: readonly ListedParty[]): ScreeningIndex {
  const names: readonly IndexedName[] = list.flatMap(({ id, names: known }) =>
    known.map((name) => ({ party: id, tokens: nameTokens(name) })),
  );
  const byWord = new Map<string, IndexedName[]>();
  for (const name of names)
    for (const word of name.tokens) {
      const others = byWord.get(word);
      if (others === undefined) byWord.set(word, [name]);
      else others.push(name);
    }
  const byEdge = new Map<string, string[]>();
  for (const word of byWord.keys())
    for (const edge of edgesOf(word)) byEdge.set(edge, [...(byEdge.get(edge) ?? []), word]);
  return {
    hitsOf(name) {
      const tokens = nameTokens(name);
      return hitsAmong(candidates(byWord, byEdge, tokens), tokens);
    },
  };
}

/** Names that share a word, or one that is a slip away: one slip leaves the beginning or the end of a word as it is. */
function candidates(
  byWord: ReadonlyMap<string, readonly IndexedName[]>,
  byEdge: ReadonlyMap<string, readonly string[]>,
  tokens: readonly string[],
): ReadonlySet<IndexedName> {
  const words = new Set(tokens);
  for (const token of tokens)
    for (const edge of edgesOf(token))
      for (const word of byEdge.get(edge) ?? []) if (sameWord(word, token)) words.add(word);
  return new Set([...words].flatMap((word) => byWord.get(word) ?? []));
}

function edgesOf(word: string): readonly string[] {
  return [`${word.slice(0, 2)}…`, `…${word.slice(-2)}`];
}

function hitsAmong(names: ReadonlySet<IndexedName>, tokens: readonly string[]): readonly Hit[] {
  const best = new Map<string, number>();
  for (const { party, tokens: others } of names) {
    const alike = likeness(tokens, others);
    if (alike >= HIT_FROM && alike > (best.get(party) ?? 0)) best.set(party, alike);
  }
  return [...best]
    .map(([party, alike]) => ({ party, likeness: alike }))
    .toSorted((left, right) => right.likeness - left.likeness || (left.party < right.party ? -1 : 1));
}
