import { DAYS, FIRST_DAY } from '../calendar.ts';
import type { Chance } from '../chance.ts';
import type { Customer } from '../customer.ts';
import type { Incident } from '../happening.ts';
import { miningInKnownRegion, miningInNewRegion } from './mining.ts';
import { machineLearningAbuse, slowDrip } from './quiet-abuse.ts';
import { type Scene, setScene } from './scene.ts';
import { budgetDeletedFirst, guestMadeAdministrator, stolenAdministrator } from './seized-rights.ts';

/** The mix: how many of a hundred incidents are of each kind. */
const MIX: readonly (readonly [number, (scene: Scene) => Incident])[] = [
  [25, miningInNewRegion],
  [10, miningInKnownRegion],
  [20, stolenAdministrator],
  [17, machineLearningAbuse],
  [12, budgetDeletedFirst],
  [10, guestMadeAdministrator],
  [6, slowDrip],
];

/** What befalls one customer in the year: mostly nothing, at most two incidents, far apart. */
export function incidentsOf(customer: Customer, chance: Chance): Incident[] {
  const first = FIRST_DAY + chance.whole(15, 200);
  const days = chance.happens(0.4) ? [first, ...(chance.happens(0.2) ? [first + 100] : [])] : [];
  return days
    .filter((day) => day < FIRST_DAY + DAYS - 60)
    .map((day) => {
      let left = chance.between(0, 100);
      const [, make] = MIX.find(([share]) => (left -= share) < 0) ?? [0, miningInNewRegion];
      return make(setScene(customer, chance, day + chance.whole(0, 50)));
    });
}
