import { ensureDefaults } from '../../api/defaults.ts';
import { arrive } from './in-process/move-in.ts';
import { RESIDENT_ZONE, type Resident } from './in-process/resident.ts';
import { type Day, dayAt } from '../../domain/calendar/day.ts';
import type { CustomerTraits } from '../../domain/facts/onboarding-facts.ts';
import type { House } from './house.ts';

export type { Resident } from './in-process/resident.ts';

/** Puts the policy of the API's documentation into an empty database. */
export async function installStandardPolicy(house: House): Promise<void> {
  await ensureDefaults({ db: house.db, now: Date.now, newId: house.newId });
}

/** Registers an existing customer at 07:00 of `startsOn`, on a test clock, with one subscription at Microsoft. */
export async function moveIn(house: House, startsOn: Day, traits: Partial<CustomerTraits> = {}): Promise<Resident> {
  return await arrive(house, { startsOn, traits });
}

/** Notices of a customer as `day step occurrence`, oldest first. */
export async function noticesOf(house: House, id: string): Promise<readonly string[]> {
  const rows = await house.db
    .selectFrom('notice')
    .where('customer_id', '=', id)
    .orderBy('sent_at')
    .select(['step', 'occurrence', 'sent_at'])
    .execute();
  return rows.map(
    (row) => `${row.sent_at ? dayAt(row.sent_at.getTime(), RESIDENT_ZONE) : '?'} ${row.step} ${row.occurrence}`,
  );
}
