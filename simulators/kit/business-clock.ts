import { type Database, integer } from './database.ts';

export const CLOCK_SCHEMA = `
  create table if not exists clocks (subject text primary key, shift_ms integer not null);
`;

/**
 * Business time, per subject (a tenant, a customer). A subject lives on wall time until a test clock announces another instant; from
 * then on its time is wall time plus a fixed shift, and it never goes back: an announcement that is behind changes nothing.
 */
export interface BusinessClock {
  /** Epoch milliseconds of the first of `subjects` that has a clock of its own, else wall time. */
  now(...subjects: readonly (string | null | undefined)[]): number;
  /** True when the clock moved (or was set for the first time), false when it already stood later. */
  announce(subject: string, now: number): boolean;
}

export function createBusinessClock(db: Database, wall: () => number = Date.now): BusinessClock {
  const shifts = new Map<string, number>();
  for (const row of db.all('select subject, shift_ms from clocks'))
    shifts.set(String(row['subject']), integer(row, 'shift_ms'));
  return {
    now: (...subjects) => {
      for (const subject of subjects) {
        const shift = subject === null || subject === undefined ? undefined : shifts.get(subject.toLowerCase());
        if (shift !== undefined) return wall() + shift;
      }
      return wall();
    },
    announce: (given, now) => {
      const subject = given.toLowerCase();
      const shift = now - wall();
      const before = shifts.get(subject);
      if (before !== undefined && shift <= before) return false;
      db.run(
        'insert into clocks (subject, shift_ms) values (?, ?) on conflict (subject) do update set shift_ms = excluded.shift_ms',
        subject,
        shift,
      );
      shifts.set(subject, shift);
      return true;
    },
  };
}
