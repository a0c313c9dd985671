import type { LogSource } from '../../domain/activity/log-source.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import type { Db } from '../database.ts';
import { toDate, toInstant } from '../database-time.ts';
import { type Page, pageOf, type PageRequest, readCursor, writeCursor } from '../page.ts';

/** A record of one of Microsoft's logs. `user` and `address` are null where it names nobody, and once they were erased. */
export interface ActivityItem {
  readonly id: string;
  readonly source: LogSource;
  readonly at: Instant;
  readonly operation: string;
  readonly resourceType: string | null;
  readonly resource: string | null;
  readonly status: string | null;
  readonly application: string | null;
  readonly user: string | null;
  readonly address: string | null;
  readonly knownAt: Instant;
}

/** What was done at Microsoft for a customer, the newest first. @throws BadCursor */
export async function listActivity(
  db: Db,
  customerId: string,
  { limit, cursor, source }: PageRequest & { readonly source?: LogSource | undefined },
): Promise<Page<ActivityItem>> {
  let query = db
    .selectFrom('activity')
    .leftJoin('activity_person as person', 'person.activity_id', 'activity.id')
    .selectAll('activity')
    .select(['person.user_principal_name', 'person.address'])
    .where('activity.customer_id', '=', customerId);
  if (source !== undefined) query = query.where('source', '=', source);
  if (cursor !== undefined) {
    const [at, id] = readCursor(cursor, ['number', 'string']);
    const before = toDate(Number(at));
    query = query.where((eb) =>
      eb.or([eb('at', '<', before), eb.and([eb('at', '=', before), eb('activity.id', '<', String(id))])]),
    );
  }
  const rows = await query
    .orderBy('at', 'desc')
    .orderBy('activity.id', 'desc')
    .limit(limit + 1)
    .execute();
  const items = rows.map((row) => ({
    id: row.id,
    source: row.source,
    at: toInstant(row.at),
    operation: row.kind,
    resourceType: row.resource_type,
    resource: row.resource,
    status: row.status,
    application: row.actor_id,
    user: row.user_principal_name,
    address: row.address,
    knownAt: toInstant(row.known_at),
  }));
  return pageOf(items, limit, ({ at, id }) => writeCursor(at, id));
}
