import { MS_PER_DAY, MS_PER_HOUR } from '../calendar.ts';
import { FAR_REGIONS } from '../consumption.ts';
import type { Incident } from '../happening.ts';
import { deed, endOf, robberyADay, runsFrom, type Scene } from './scene.ts';

/** Machines with graphics cards far away, where nobody looks. Most are seen being created. */
export function miningInNewRegion(scene: Scene): Incident {
  const region = scene.chance.pick(FAR_REGIONS);
  return mining(scene, 'mining in a new region', region, 'NCv3');
}

/** The same next to the customer's own machines, sometimes of the very kind that the customer uses. */
export function miningInKnownRegion(scene: Scene): Incident {
  const { customer, chance } = scene;
  const own = chance.pick(customer.streams);
  const machines = customer.streams.find(({ service }) => service === 'Virtual Machines');
  const kind = machines !== undefined && chance.happens(0.3) ? machines.kind : 'NCv3';
  return mining(scene, 'mining in a known region', own.region, kind);
}

function mining(scene: Scene, kind: Incident['kind'], region: string, machines: string): Incident {
  const { chance, begins } = scene;
  const daily = robberyADay(chance);
  const lastDay = endOf(scene, chance.whole(2, 12));
  const count = Math.max(2, Math.round(daily / chance.between(30, 120)));
  return {
    kind,
    firstDay: Math.floor(begins / MS_PER_DAY),
    lastDay,
    deeds: chance.happens(0.8) ? [deed(scene, 'machinesCreated', 0, chance.name('group'), count)] : [],
    costOn: runsFrom(begins + MS_PER_HOUR, lastDay, { region, service: 'Virtual Machines', kind: machines }, daily),
  };
}
