import { MS_PER_DAY } from '../calendar.ts';
import { REGIONS } from '../consumption.ts';
import type { Incident } from '../happening.ts';
import { endOf, robberyADay, runsFrom, type Scene } from './scene.ts';

/** A leaked key: somebody else's prompts are answered at the customer's cost. No machine is made, no right is given. */
export function machineLearningAbuse(scene: Scene): Incident {
  const { chance, begins, customer } = scene;
  const region = chance.happens(0.3) ? chance.pick(REGIONS) : chance.pick(customer.streams).region;
  const used = chance.happens(0.7)
    ? { region, service: 'Azure OpenAI', kind: 'Tokens' }
    : { region, service: 'Machine Learning', kind: 'Compute' };
  const lastDay = endOf(scene, chance.whole(2, 9));
  return {
    kind: 'machine-learning abuse',
    firstDay: Math.floor(begins / MS_PER_DAY),
    lastDay,
    deeds: [],
    costOn: runsFrom(begins, lastDay, used, robberyADay(chance)),
  };
}

/** One small machine more every day, among those that are there. */
export function slowDrip(scene: Scene): Incident {
  const { chance, begins, customer } = scene;
  const own = chance.pick(customer.streams);
  const step = chance.between(6, 30);
  const firstDay = Math.floor(begins / MS_PER_DAY) + 1;
  const lastDay = firstDay + chance.whole(25, 50);
  const used = { region: own.region, service: 'Virtual Machines', kind: chance.pick(['Bs', 'Dsv5']) };
  return {
    kind: 'slow drip',
    firstDay,
    lastDay,
    deeds: [],
    costOn: (day) =>
      day < firstDay || day > lastDay ? [] : [{ ...used, cost: step * (day - firstDay + 1), nightShare: 1 / 3 }],
  };
}
