import type { Chance } from './chance.ts';
import { daysToMonthEnd, FIRST_DAY, isHoliday, isWeekend } from './calendar.ts';
import { type Consumption, REGIONS, SERVICES } from './consumption.ts';

/** An invented customer: what it uses, and how its use breathes. */
export interface Customer {
  readonly id: string;
  readonly country: string;
  readonly timeZone: string;
  readonly currency: string;
  /** Minor units of the currency to one Polish zloty. */
  readonly minorPerZloty: number;
  /** What a plain working day costs at the beginning, in zlotys. */
  readonly daily: number;
  readonly streams: readonly Stream[];
  /** Factor of growth over a month. */
  readonly growth: number;
  readonly noise: number;
  /** Factor on the last days of a month; 1 for most. */
  readonly monthEnd: number;
  readonly monthEndDays: number;
  /** Whether its source tells the hours of use. */
  readonly hoursKnown: boolean;
  readonly administrators: readonly string[];
  /** Monthly budget in zlotys. */
  readonly budget: number;
}

interface Stream {
  readonly region: string;
  readonly service: string;
  readonly kind: string;
  /** Share of the customer's cost on a working day. */
  readonly share: number;
  /** How much of it stops when people do not work. */
  readonly sleeps: number;
}

const HOMES = [
  { country: 'PL', timeZone: 'Europe/Warsaw', currency: 'PLN', minorPerZloty: 100, weight: 6 },
  { country: 'DE', timeZone: 'Europe/Berlin', currency: 'EUR', minorPerZloty: 24, weight: 2 },
  { country: 'CZ', timeZone: 'Europe/Prague', currency: 'CZK', minorPerZloty: 590, weight: 1 },
  { country: 'JP', timeZone: 'Asia/Tokyo', currency: 'JPY', minorPerZloty: 40, weight: 1 },
];

export function inventCustomer(chance: Chance, index: number): Customer {
  const { weight: _, ...home } = chance.pick(
    HOMES.flatMap((place) => Array.from({ length: place.weight }, () => place)),
  );
  const regions = REGIONS.toSorted(() => chance.next() - 0.5).slice(0, chance.whole(1, 3));
  const wanted = SERVICES.toSorted(() => chance.next() - 0.5).slice(0, chance.whole(2, 6));
  const shares = wanted.map(() => chance.between(0.2, 1) ** 2);
  const total = shares.reduce((sum, share) => sum + share, 0);
  const streams = wanted.map(({ service, kinds, sleeps }, at) => ({
    region: at === 0 ? (regions[0] ?? 'westeurope') : chance.pick(regions),
    service,
    kind: chance.pick(kinds),
    share: (shares[at] ?? 0) / total,
    sleeps,
  }));
  const daily = Math.min(12_000, Math.max(8, 150 * Math.exp(1.3 * chance.normal())));
  const peaks = chance.happens(0.25);
  return {
    id: `customer-${String(index + 1).padStart(4, '0')}`,
    ...home,
    daily,
    streams,
    growth: chance.between(0.98, 1.05),
    noise: chance.between(0.03, 0.12),
    monthEnd: peaks ? chance.between(1.3, 2.2) : 1,
    monthEndDays: chance.whole(1, 3),
    hoursKnown: chance.happens(0.6),
    administrators: Array.from({ length: chance.whole(2, 5) }, () => chance.name('user')),
    budget: daily * 30 * chance.between(0.9, 1.8),
  };
}

/** What a customer's own streams cost on `day`. */
export function habitOn(customer: Customer, day: number, chance: Chance): Consumption[] {
  const months = (day - FIRST_DAY) / 30;
  const works = !isWeekend(day) && !isHoliday(day);
  const closing = daysToMonthEnd(day) < customer.monthEndDays ? customer.monthEnd : 1;
  const mood = 1 + customer.noise * 0.5 * chance.normal();
  return customer.streams.map(({ region, service, kind, share, sleeps }) => {
    const level = customer.daily * share * customer.growth ** months * (works ? 1 : 1 - sleeps) * closing * mood;
    return {
      region,
      service,
      kind,
      cost: level * Math.max(0.3, 1 + customer.noise * chance.normal()),
      nightShare: (1 / 3) * (1 - 0.8 * sleeps) * (1 + 0.05 * chance.normal()),
    };
  });
}

/** Zlotys in minor units of the customer's currency. */
export function minorOf({ minorPerZloty }: Customer, zlotys: number): bigint {
  return BigInt(Math.round(zlotys * minorPerZloty));
}
