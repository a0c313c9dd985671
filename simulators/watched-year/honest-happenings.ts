import { DAYS, FIRST_DAY, MS_PER_DAY, MS_PER_HOUR } from './calendar.ts';
import type { Chance } from './chance.ts';
import { REGIONS, SERVICES } from './consumption.ts';
import type { Customer } from './customer.ts';
import type { Happening } from './happening.ts';

/** What honest customers do in a year that may look like something else. */
export function honestHappenings(customer: Customer, chance: Chance): Happening[] {
  const many = (mean: number, make: () => Happening): Happening[] => Array.from({ length: chance.times(mean) }, make);
  return [
    ...many(1.1, () => project(customer, chance)),
    ...many(0.4, () => loadTest(customer, chance)),
    ...many(3, () => tryOut(customer, chance)),
  ];
}

/** A project brings a lasting jump or a ramp, in a new region, a new service, or more of the same. Most are announced. */
function project(customer: Customer, chance: Chance): Happening {
  const first = FIRST_DAY + chance.whole(0, DAYS - 1);
  const last = first + chance.whole(30, 300);
  const ramp = chance.happens(0.5) ? chance.whole(10, 40) : 1;
  const level = customer.daily * chance.between(0.1, 1.2);
  const stream = chance.pick(customer.streams);
  const novelty = chance.next();
  const region = novelty < 0.3 ? chance.pick(REGIONS) : stream.region;
  const service = novelty >= 0.3 && novelty < 0.65 ? chance.pick(SERVICES) : undefined;
  const used = { region, service: service?.service ?? stream.service, kind: service?.kinds[0] ?? stream.kind };
  const announced = chance.happens(0.7);
  const knownAt = (first - chance.whole(1, 20)) * MS_PER_DAY;
  const span = { from: first, until: first + 60, daily: level * chance.between(1, 1.5), knownAt };
  return {
    deeds: [
      {
        kind: 'machinesCreated',
        at: first * MS_PER_DAY + chance.between(8, 15) * MS_PER_HOUR,
        actor: chance.pick(customer.administrators),
        country: customer.country,
        subject: chance.name('group'),
        count: chance.whole(1, 9),
      },
    ],
    agreements: announced
      ? [
          { kind: 'region', subject: used.region, ...span },
          { kind: 'service', subject: used.service, ...span },
        ]
      : [],
    costOn: (day) => {
      if (day < first || day > last) return [];
      const part = Math.min(1, (day - first + 1) / ramp);
      return [{ ...used, cost: level * part * chance.between(0.9, 1.1), nightShare: 0.28 }];
    },
  };
}

/** A day or two of much more of the same; hardly anybody tells beforehand. */
function loadTest(customer: Customer, chance: Chance): Happening {
  const first = FIRST_DAY + chance.whole(0, DAYS - 1);
  const last = first + chance.whole(0, 1);
  const { region, service, kind } = chance.pick(customer.streams);
  const cost = customer.daily * chance.between(0.3, 1.5);
  return {
    deeds: [],
    agreements: [],
    costOn: (day) => (day < first || day > last ? [] : [{ region, service, kind, cost, nightShare: 0.15 }]),
  };
}

/** Somebody tries a service for some days. Costs next to nothing. */
function tryOut(customer: Customer, chance: Chance): Happening {
  const first = FIRST_DAY + chance.whole(0, DAYS - 1);
  const last = first + chance.whole(1, 12);
  const { service, kinds } = chance.pick(SERVICES);
  const region = chance.happens(0.3) ? chance.pick(REGIONS) : chance.pick(customer.streams).region;
  const cost = chance.between(0.5, 18);
  return {
    deeds: [],
    agreements: [],
    costOn: (day) =>
      day < first || day > last ? [] : [{ region, service, kind: chance.pick(kinds), cost, nightShare: 0.3 }],
  };
}
