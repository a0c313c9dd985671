import type { z } from 'zod';
import { task } from '../../contracts/tasks.ts';
import type { Db } from '../../db/database.ts';
import { findTask, type TaskRecord } from '../../db/lists/tasks.ts';
import { Refusal } from '../../domain/errors.ts';
import type { Resource } from '../resource.ts';
import { typedTexts } from './typed-text.ts';

type TaskView = z.output<typeof task>;

export const taskResource: Resource<typeof task> = {
  name: 'task',
  schema: task,
  async load(db, id) {
    const record = await findTask(db, id);
    const [view] = record === undefined ? [] : await taskViews(db, [record]);
    if (view === undefined) throw new Refusal('not_found', `there is no task ${id}`);
    return view;
  },
};

export async function taskViews(db: Db, records: readonly TaskRecord[]): Promise<TaskView[]> {
  const ids = records.map((record) => record.id);
  const notes = await typedTexts(db, ids, 'closure');
  return records.map(({ customerId, ...record }) => ({
    ...record,
    customer: customerId,
    note: notes.get(record.id) ?? null,
  }));
}
