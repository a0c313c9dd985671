import { MS_PER_DAY, MS_PER_HOUR } from './calendar.ts';
import type { Chance } from './chance.ts';

/** One time at which a day's figures become known: how much of them, and how far off. */
export interface Telling {
  readonly knownAt: number;
  /** Whether a line is in it yet, by the line's place. */
  readonly holds: (line: number) => boolean;
  /** Factor on every figure, 1 when it is right. */
  readonly factor: number;
}

/**
 * When a counted day's figures come: the morning after; some a day or two late; some with lines missing, or a little wrong, and
 * stated anew some days later.
 */
export function tellingsOf(day: number, chance: Chance): readonly Telling[] {
  const late = chance.happens(0.05) ? chance.whole(1, 2) : 0;
  const first = Math.round((day + 1 + late) * MS_PER_DAY + chance.between(2, 11) * MS_PER_HOUR);
  const again = first + chance.whole(1, 3) * MS_PER_DAY;
  const all = { holds: () => true, factor: 1 };
  const fate = chance.next();
  if (fate < 0.08) {
    const missing = chance.whole(0, 6);
    return [
      { knownAt: first, holds: (line) => line % 7 !== missing, factor: 1 },
      { knownAt: again, ...all },
    ];
  }
  if (fate < 0.25) {
    return [
      { knownAt: first, holds: () => true, factor: chance.between(0.96, 1.03) },
      { knownAt: again, ...all },
    ];
  }
  return [{ knownAt: first, ...all }];
}
