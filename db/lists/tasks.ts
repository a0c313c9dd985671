import type { Instant } from '../../domain/calendar/day.ts';
import type { Db } from '../database.ts';
import { toInstant } from '../database-time.ts';
import { type Page, pageOf, type PageRequest } from '../page.ts';

/** Work for a person. */
export interface TaskRecord {
  readonly id: string;
  readonly customerId: string;
  readonly key: string;
  readonly what: string;
  readonly open: boolean;
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
}

export interface TaskFilter {
  readonly customer?: string | undefined;
  readonly open?: boolean | undefined;
}

export async function listTasks(db: Db, filter: TaskFilter, { limit, cursor }: PageRequest): Promise<Page<TaskRecord>> {
  let query = db.selectFrom('task').selectAll();
  if (cursor !== undefined) query = query.where('id', '>', cursor);
  if (filter.customer !== undefined) query = query.where('customer_id', '=', filter.customer);
  if (filter.open !== undefined) query = query.where('open', '=', filter.open);
  const rows = await query
    .orderBy('id')
    .limit(limit + 1)
    .execute();
  const tasks = rows.map((row) => ({
    id: row.id,
    customerId: row.customer_id,
    key: row.key,
    what: row.what,
    open: row.open,
    openedAt: toInstant(row.opened_at),
    closedAt: row.closed_at && toInstant(row.closed_at),
  }));
  return pageOf(tasks, limit, (task) => task.id);
}
