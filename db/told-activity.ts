import type { Instant } from '../domain/calendar/day.ts';
import type { ActivityRecord } from '../domain/usage/activity-record.ts';
import type { Db } from './database.ts';
import { toDate, toInstant } from './database-time.ts';

/**
 * What a customer's own logs tell the watch from an instant on. Of sign-ins only who was first seen from where and when: a
 * busy directory has thousands of them, and the rules ask for no more.
 */
export async function toldActivity(db: Db, customerId: string, from: Instant): Promise<readonly ActivityRecord[]> {
  const told = db.selectFrom('activity_told').where('customer_id', '=', customerId).where('at', '>=', toDate(from));
  const deeds = await told.selectAll().where('kind', '!=', 'signedIn').orderBy('at').orderBy('activity_id').execute();
  const seen = await told
    .select(({ fn }) => [
      'actor',
      'country',
      fn.min('activity_id').as('id'),
      fn.min('at').as('at'),
      fn.min('known_at').as('known_at'),
    ])
    .where('kind', '=', 'signedIn')
    .groupBy(['actor', 'country'])
    .execute();
  return [
    ...deeds.map(({ activity_id: id, kind, at, known_at, actor, country, subject, count }) => ({
      id,
      kind,
      at: toInstant(at),
      knownAt: toInstant(known_at),
      actor,
      country,
      subject,
      count,
    })),
    ...seen.map(({ actor, country, id, at, known_at }) => ({
      id,
      kind: 'signedIn' as const,
      at: toInstant(at),
      knownAt: toInstant(known_at),
      actor,
      country,
      subject: actor,
      count: 1,
    })),
  ];
}
