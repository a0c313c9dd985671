import { MS_PER_DAY, MS_PER_HOUR } from '../calendar.ts';
import { FAR_REGIONS } from '../consumption.ts';
import type { Deed, Incident } from '../happening.ts';
import { deed, endOf, robberyADay, runsFrom, type Scene } from './scene.ts';

/** A stolen administrator gives rights to a second account, may switch MFA off, and then spends. */
export function stolenAdministrator(scene: Scene): Incident {
  const { chance } = scene;
  const kind = chance.happens(0.6) ? 'ownerAssigned' : 'globalAdministratorAssigned';
  const deeds = [deed(scene, 'signedIn', 0, scene.actor), deed(scene, kind, 0.3, chance.name('user'))];
  if (chance.happens(0.5)) deeds.push(deed(scene, 'mfaDisabled', 0.5, scene.actor));
  return seized(scene, 'stolen administrator', deeds, chance.between(1, 36));
}

/** What would have warned goes first. */
export function budgetDeletedFirst(scene: Scene): Incident {
  const { chance } = scene;
  const deeds = [deed(scene, 'budgetDeleted', 0, chance.name('budget'))];
  if (chance.happens(0.5)) deeds.push(deed(scene, 'alertDeleted', 0.1, chance.name('alert')));
  return seized(scene, 'budget deleted first', deeds, chance.between(1, 24));
}

/** A guest is made an administrator and waits some days. */
export function guestMadeAdministrator(scene: Scene): Incident {
  const deeds = [deed(scene, 'guestMadeAdministrator', 0, scene.chance.name('user'))];
  return seized(scene, 'guest made administrator', deeds, scene.chance.between(6, 96));
}

function seized(scene: Scene, kind: Incident['kind'], first: readonly Deed[], hoursToSpending: number): Incident {
  const { chance, begins, customer } = scene;
  const daily = robberyADay(chance);
  const spending = begins + hoursToSpending * MS_PER_HOUR;
  const lastDay = Math.max(Math.floor(spending / MS_PER_DAY) + 1, endOf(scene, chance.whole(3, 10)));
  const region = chance.happens(0.5) ? chance.pick(FAR_REGIONS) : chance.pick(customer.streams).region;
  const machines = chance.pick(['NCv3', 'Fsv2', 'HBv4']);
  const count = chance.whole(8, 60);
  return {
    kind,
    firstDay: Math.floor(begins / MS_PER_DAY),
    lastDay,
    deeds: [...first, deed(scene, 'machinesCreated', hoursToSpending, chance.name('group'), count)],
    costOn: runsFrom(spending, lastDay, { region, service: 'Virtual Machines', kind: machines }, daily),
  };
}
