import type { Selectable } from 'kysely';
import type { Instant } from '../../domain/calendar/day.ts';
import type { Db } from '../database.ts';
import { toInstant } from '../database-time.ts';
import { idCursor, type Page, pageOf, type PageRequest } from '../page.ts';
import type { CollectionTables } from '../tables/collection-tables.ts';

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
  if (cursor !== undefined) query = query.where('id', '>', idCursor('tsk', cursor));
  if (filter.customer !== undefined) query = query.where('customer_id', '=', filter.customer);
  if (filter.open !== undefined) query = query.where('open', '=', filter.open);
  const rows = await query
    .orderBy('id')
    .limit(limit + 1)
    .execute();
  return pageOf(rows.map(taskOf), limit, (task) => task.id);
}

export async function findTask(db: Db, id: string): Promise<TaskRecord | undefined> {
  const row = await db.selectFrom('task').selectAll().where('id', '=', id).executeTakeFirst();
  return row && taskOf(row);
}

function taskOf(row: Selectable<CollectionTables['task']>): TaskRecord {
  return {
    id: row.id,
    customerId: row.customer_id,
    key: row.key,
    what: row.what,
    open: row.open,
    openedAt: toInstant(row.opened_at),
    closedAt: row.closed_at && toInstant(row.closed_at),
  };
}
