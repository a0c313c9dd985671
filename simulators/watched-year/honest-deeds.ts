import { DAYS, FIRST_DAY, isHoliday, isWeekend, MS_PER_DAY, MS_PER_HOUR, WARM_UP_DAYS } from './calendar.ts';
import type { Chance } from './chance.ts';
import type { Customer } from './customer.ts';
import type { Agreement, Deed } from './happening.ts';

/** How often a customer's administrators do each of these, honestly, in a year. */
const A_YEAR = {
  ownerAssigned: 0.8,
  globalAdministratorAssigned: 0.5,
  guestMadeAdministrator: 0.15,
  mfaDisabled: 0.6,
  budgetDeleted: 0.3,
  alertDeleted: 0.5,
} as const;

const SUBJECTS = {
  ownerAssigned: 'user',
  globalAdministratorAssigned: 'user',
  guestMadeAdministrator: 'user',
  mfaDisabled: 'user',
  budgetDeleted: 'budget',
  alertDeleted: 'alert',
} as const;

/** A year of plain administration: signing in, making machines, changing rights; some of it by night, some while travelling. */
export function honestDeeds(customer: Customer, chance: Chance): { deeds: Deed[]; agreements: Agreement[] } {
  const deeds: Deed[] = [];
  const agreements: Agreement[] = [];
  const country = (): string | null =>
    chance.happens(0.1) ? null : chance.happens(0.03) ? chance.pick(['DE', 'ES', 'GB', 'US']) : customer.country;
  const start = FIRST_DAY - WARM_UP_DAYS;
  for (const actor of customer.administrators) {
    for (let day = start + chance.whole(0, 6); day < FIRST_DAY + DAYS; day += chance.whole(4, 10)) {
      deeds.push({ kind: 'signedIn', at: hourOf(chance, day), actor, country: country(), subject: actor, count: 1 });
    }
  }
  const lab = chance.happens(0.05);
  for (let day = start; day < FIRST_DAY + DAYS; day += chance.whole(6, 25)) {
    const count = lab ? chance.whole(8, 24) : chance.whole(1, 4);
    const actor = chance.happens(0.02) ? chance.name('user') : chance.pick(customer.administrators);
    deeds.push({
      kind: 'machinesCreated',
      at: hourOf(chance, day),
      actor,
      country: country(),
      subject: chance.name('group'),
      count,
    });
  }
  for (const [kind, mean] of Object.entries(A_YEAR) as [keyof typeof A_YEAR, number][]) {
    for (let left = chance.times(mean); left > 0; left -= 1) {
      const day = FIRST_DAY + chance.whole(0, DAYS - 1);
      const subject = chance.name(SUBJECTS[kind]);
      // Now and then it is done by a colleague who has just come.
      const actor = chance.happens(0.1) ? chance.name('user') : chance.pick(customer.administrators);
      deeds.push({ kind, at: hourOf(chance, day), actor, country: country(), subject, count: 1 });
      if (kind.endsWith('Assigned') && chance.happens(0.7)) {
        agreements.push({
          kind: 'administrator',
          subject,
          from: day - 7,
          until: day + 30,
          knownAt: (day - 3) * MS_PER_DAY,
        });
      }
    }
  }
  return { deeds, agreements };
}

/** An instant on `day`, mostly in working hours and on a working day. */
function hourOf(chance: Chance, day: number): number {
  if (chance.happens(0.1)) return day * MS_PER_DAY + chance.between(0, 24) * MS_PER_HOUR;
  let worked = day;
  while (isWeekend(worked) || isHoliday(worked)) worked -= 1;
  return worked * MS_PER_DAY + chance.between(7, 15) * MS_PER_HOUR;
}
