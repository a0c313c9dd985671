import { sql } from 'kysely';
import type { Home } from './live/home.ts';
import type { LivedDay } from './live/live-day.ts';

/** What the day came to, in numbers. */
export async function summaryOf(
  { db, api, kills }: Home,
  { citizens, outcomes }: LivedDay,
): Promise<readonly string[]> {
  const kinds = Map.groupBy(outcomes, ({ event }) => event.kind);
  const events = [...kinds].toSorted(([a], [b]) => a.localeCompare(b)).map(([kind, of]) => `${kind} ${of.length}`);
  const impossible = outcomes.filter(({ outcome }) => outcome === 'impossible').length;
  const { rows } = await sql<Record<'cases' | 'escalated' | 'stops' | 'starts' | 'cancellations' | 'answers', number>>`
    select
      (select count(*)::int from security_case) as cases,
      (select count(distinct case_id)::int from security_case_fact where kind = 'case.escalated') as escalated,
      (select count(*)::int from fact where kind = 'subscription.stopped') as stops,
      (select count(*)::int from fact where kind = 'subscription.restored') as starts,
      (select count(*)::int from security_case_fact where kind = 'case.containmentSent') as cancellations,
      (select coalesce(sum(jsonb_array_length(body -> 'alerts')), 0)::int from security_case_fact where kind = 'case.answered') as answers
  `.execute(db);
  const [of] = rows;
  return [
    `${citizens.length} customers, ${outcomes.length} events (${impossible} found nothing to happen to), ${kills.length} deaths of the worker, ${api.calls()} calls of the API`,
    events.join(', '),
    ...(of === undefined
      ? []
      : [
          `${of.cases} cases, ${of.escalated} escalated; ${of.answers} alerts answered at Microsoft; ${of.cancellations} cancellations of Azure subscriptions`,
          `${of.stops} suspensions, ${of.starts} reinstatements`,
        ]),
  ];
}
