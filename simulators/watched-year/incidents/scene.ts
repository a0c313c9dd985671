import { MS_PER_DAY, MS_PER_HOUR } from '../calendar.ts';
import type { Chance } from '../chance.ts';
import type { Consumption } from '../consumption.ts';
import type { Customer } from '../customer.ts';
import type { Deed } from '../happening.ts';

/** Where an incident is set: who is robbed, by whom, and when it begins (epoch milliseconds). */
export interface Scene {
  readonly customer: Customer;
  readonly chance: Chance;
  readonly begins: number;
  /** Whose account is used. */
  readonly actor: string;
  /** From where; null where the log does not say. */
  readonly country: string | null;
}

export function setScene(customer: Customer, chance: Chance, day: number): Scene {
  const begins = day * MS_PER_DAY + chance.between(0, 24) * MS_PER_HOUR;
  const actor = chance.happens(0.4) ? chance.pick(customer.administrators) : chance.name('user');
  const country = chance.happens(0.1)
    ? null
    : chance.happens(0.8)
      ? chance.pick(['RU', 'VN', 'NG', 'BR'])
      : customer.country;
  return { customer, chance, begins, actor, country };
}

export function deed(scene: Scene, kind: Deed['kind'], hoursAfter: number, subject: string, count = 1): Deed {
  const { begins, actor, country } = scene;
  return { kind, at: begins + hoursAfter * MS_PER_HOUR, actor, country, subject, count };
}

/** Machines that run day and night from an instant to the end of `lastDay`; a day that begins late costs its part. */
export function runsFrom(
  from: number,
  lastDay: number,
  used: Omit<Consumption, 'cost' | 'nightShare'>,
  daily: number,
): (day: number) => readonly Consumption[] {
  return (day) => {
    const part = Math.min(1, Math.max(0, day + 1 - from / MS_PER_DAY));
    return part === 0 || day > lastDay ? [] : [{ ...used, cost: daily * part, nightShare: part < 1 ? 0.4 : 1 / 3 }];
  };
}

/** What such an incident costs a day in zlotys: mostly about a thousand, now and then eight. */
export function robberyADay(chance: Chance): number {
  return Math.min(8_000, Math.max(220, 1_000 * Math.exp(0.8 * chance.normal())));
}

/** The last counted day of something that lasts so many days. */
export function endOf(scene: Scene, days: number): number {
  return Math.floor(scene.begins / MS_PER_DAY) + days;
}
