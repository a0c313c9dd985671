/** Seeded chance: the same seed throws the same dice on every machine. */
export interface Chance {
  /** In [0, 1). */
  next(): number;
  /** In [from, to). */
  between(from: number, to: number): number;
  /** Whole, both ends included. */
  whole(from: number, to: number): number;
  happens(probability: number): boolean;
  pick<T>(choices: readonly T[]): T;
  /** Normal, mean 0, deviation 1. */
  normal(): number;
  /** A name that says nothing but what kind of thing it is: nobody shall guess by it who is honest. */
  name(kind: string): string;
  /** How often something happens that happens `mean` times on average (Poisson). */
  times(mean: number): number;
}

/** Dice for one seed and one name below it: customers do not share dice, so each can be made alone. */
export function chanceOf(seed: number, name: string): Chance {
  let state = hashOf(`${seed}/${name}`);
  const next = (): number => {
    // mulberry32 (Tommy Ettinger, public domain).
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (from: number, to: number): number => from + next() * (to - from);
  const whole = (from: number, to: number): number => Math.floor(between(from, to + 1));
  return {
    next,
    between,
    whole,
    happens: (probability) => next() < probability,
    pick: (choices) => {
      const choice = choices[whole(0, choices.length - 1)];
      if (choice === undefined) throw new Error('nothing to pick from');
      return choice;
    },
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    name: (kind) =>
      `${kind}-${Math.floor(next() * 2 ** 32)
        .toString(16)
        .padStart(8, '0')}`,
    times: (mean) => {
      let count = 0;
      for (let left = next(); left > Math.exp(-mean); left *= next()) count += 1;
      return count;
    },
  };
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return hash;
}
