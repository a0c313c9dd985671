import type { Selectable } from 'kysely';
import type { Instant } from '../domain/calendar/day.ts';
import type { PartnerTaskFor } from '../domain/notices-of-microsoft/decide-mail.ts';
import type { Db, Trx } from './database.ts';
import { toDate, toInstant } from './database-time.ts';
import { idCursor, type Page, pageOf, type PageRequest } from './page.ts';
import type { NoticeMailTables } from './tables/notice-mail-tables.ts';

/** Work for a person that belongs to no customer. Wall instants. */
export interface PartnerTask {
  readonly id: string;
  /** Names the occasion: one task for each. */
  readonly key: string;
  readonly what: string;
  readonly for: PartnerTaskFor;
  /** Id of what it is about; null where that has none. */
  readonly subject: string | null;
  readonly openedAt: Instant;
  /** By when somebody is to have looked. */
  readonly dueAt: Instant;
  readonly closedAt: Instant | null;
  readonly closedBy: string | null;
}

/** Opens a task, once for its key. @returns whether it was new; its maker writes the audit */
export async function openPartnerTask(
  trx: Trx,
  { openedAt, dueAt, for: role, ...task }: Omit<PartnerTask, 'closedAt' | 'closedBy'>,
): Promise<boolean> {
  const row = await trx
    .insertInto('partner_task')
    .values({
      ...task,
      for_role: role,
      opened_at: toDate(openedAt),
      due_at: toDate(dueAt),
      closed_at: null,
      closed_by: null,
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** @returns whether it was open */
export async function closePartnerTask(trx: Trx, id: string, by: string, at: Instant): Promise<boolean> {
  const row = await trx
    .updateTable('partner_task')
    .set({ closed_at: toDate(at), closed_by: by })
    .where('id', '=', id)
    .where('closed_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Closes what is open of the tasks whose keys begin so. */
export async function closePartnerTasks(
  trx: Trx,
  keys: string,
  by: string,
  at: Instant,
): Promise<readonly Pick<PartnerTask, 'id' | 'what'>[]> {
  return await trx
    .updateTable('partner_task')
    .set({ closed_at: toDate(at), closed_by: by })
    .where((of) => of.fn<boolean>('starts_with', ['key', of.val(keys)]))
    .where('closed_at', 'is', null)
    .returning(['id', 'what'])
    .execute();
}

export interface PartnerTaskFilter {
  readonly open?: boolean | undefined;
  readonly for?: PartnerTaskFor | undefined;
}

/** The oldest first. */
export async function listPartnerTasks(
  db: Db,
  filter: PartnerTaskFilter,
  { limit, cursor }: PageRequest,
): Promise<Page<PartnerTask>> {
  let query = db.selectFrom('partner_task').selectAll();
  if (cursor !== undefined) query = query.where('id', '>', idCursor('ptk', cursor));
  if (filter.for !== undefined) query = query.where('for_role', '=', filter.for);
  if (filter.open !== undefined) query = query.where('closed_at', filter.open ? 'is' : 'is not', null);
  const rows = await query
    .orderBy('id')
    .limit(limit + 1)
    .execute();
  return pageOf(rows.map(taskOf), limit, (task) => task.id);
}

export async function findPartnerTask(db: Db, id: string): Promise<PartnerTask | undefined> {
  const row = await db.selectFrom('partner_task').selectAll().where('id', '=', id).executeTakeFirst();
  return row && taskOf(row);
}

function taskOf(row: Selectable<NoticeMailTables['partner_task']>): PartnerTask {
  return {
    id: row.id,
    key: row.key,
    what: row.what,
    for: row.for_role,
    subject: row.subject,
    openedAt: toInstant(row.opened_at),
    dueAt: toInstant(row.due_at),
    closedAt: row.closed_at && toInstant(row.closed_at),
    closedBy: row.closed_by,
  };
}
