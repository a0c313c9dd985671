import { dayAt, type Instant } from '../../domain/calendar/day.ts';
import { MS_PER_DAY } from '../../domain/calendar/epoch-day.ts';
import type { PartnerAsking } from '../tasks/ask-partner.ts';

export const ACTOR = 'activity';

/** A log that has not been read for days is told of once a day: Microsoft deletes what nobody reads (practice 8). */
export function silenceAlarm(log: string, now: Instant, body: object): PartnerAsking {
  return {
    key: `activitySilent/${log}/${dayAt(now, 'UTC')}`,
    what: 'activitySilent',
    for: 'operator',
    dueAt: now + MS_PER_DAY,
    kind: 'activity.silent',
    actor: ACTOR,
    body: { source: log, ...body },
  };
}
