/** Numbers that look random and follow from a seed, so that a run can be repeated and its prediction be made. */
export interface SeededRandom {
  /** In [0, 1). */
  fraction(): number;
  /** A whole number from `least` to `most`, both inclusive. */
  whole(least: number, most: number): number;
  chance(probability: number): boolean;
}

/** The generator sfc32, seeded by a text. Good enough to shuffle a book; no secret may rest on it. */
export function seededRandom(seed: string): SeededRandom {
  const hash = hashes(seed);
  let [a, b, c, count] = [hash(), hash(), hash(), 1];
  const fraction = () => {
    const sum = (a + b + count) | 0;
    count = (count + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let round = 0; round < 12; round += 1) fraction();
  return {
    fraction,
    whole: (least, most) => least + Math.floor(fraction() * (most - least + 1)),
    chance: (probability) => fraction() < probability,
  };
}

/** FNV-1a over the text, stirred further with every call. */
function hashes(text: string): () => number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return () => {
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return (hash ^= hash >>> 16) | 0;
  };
}
