import { type Chance, chanceOf } from '../../../simulators/watched-year/chance.ts';
import type { Role, Script, ScriptEvent } from './script-event.ts';
import { filler, storiesOf } from './stories.ts';
import { worldStories } from './world-stories.ts';

export interface ScriptSize {
  readonly customers: number;
  readonly events: number;
  readonly seed: number;
}

/** At most so many cases in a hundred may be escalated; the analyst is late with half as many. */
const LATE_IN = 40;

/**
 * One day of many customers: stories of a few events each, what befalls everybody first, then a story for each
 * customer in turn, until there are as many events as wanted. The same seed writes the same day.
 */
export function writeScript({ customers, events: wanted, seed }: ScriptSize): Script {
  const chance = chanceOf(seed, 'day');
  const cast = Array.from({ length: customers }, (_, place) => roleOf(place));
  const events: ScriptEvent[] = [];
  const add = (story: readonly ScriptEvent[]): boolean => {
    if (events.length + story.length > wanted) return false;
    events.push(...story);
    return true;
  };
  for (const story of worldStories(chance)) add(story);
  const own = cast.map((role, place) => storiesOf(role, place, chanceOf(seed, `customer ${place}`)));
  const rounds = Math.max(...own.map((stories) => stories.length));
  for (let round = 0; round < rounds; round += 1) for (const stories of own) add(stories[round] ?? []);
  while (events.length < wanted) events.push(...fill(cast, chance));
  const late = lateWith(cast, chance);
  return { cast, events: events.toSorted((a, b) => a.at - b.at), late };
}

/** Of ten, two owe, five consume, and three only have licences. */
function roleOf(place: number): Role {
  const tenth = place % 10;
  if (tenth < 2) return 'debtor';
  return tenth < 7 ? 'azure' : 'licences';
}

function fill(cast: readonly Role[], chance: Chance): readonly ScriptEvent[] {
  const place = chance.whole(0, cast.length - 1);
  return [filler(cast[place] ?? 'licences', place, chance)];
}

function lateWith(cast: readonly Role[], chance: Chance): ReadonlySet<number> {
  const azure = cast.flatMap((role, place) => (role === 'azure' ? [place] : []));
  const count = Math.max(1, Math.floor(cast.length / LATE_IN));
  const late = new Set<number>();
  while (late.size < Math.min(count, azure.length)) late.add(chance.pick(azure));
  return late;
}
