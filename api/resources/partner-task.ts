import type { z } from 'zod';
import { partnerTask } from '../../contracts/partner-tasks.ts';
import type { Db } from '../../db/database.ts';
import { findPartnerTask, type PartnerTask } from '../../db/partner-tasks.ts';
import { Refusal } from '../../domain/errors.ts';
import type { Resource } from '../resource.ts';
import { typedTexts } from './typed-text.ts';

export const partnerTaskResource: Resource<typeof partnerTask> = {
  name: 'partnerTask',
  schema: partnerTask,
  async load(db, id) {
    const task = await findPartnerTask(db, id);
    const [view] = task === undefined ? [] : await partnerTaskViews(db, [task]);
    if (view === undefined) throw new Refusal('not_found', `there is no task ${id}`);
    return view;
  },
};

export async function partnerTaskViews(db: Db, tasks: readonly PartnerTask[]): Promise<z.output<typeof partnerTask>[]> {
  const notes = await typedTexts(
    db,
    tasks.map(({ id }) => id),
    'closure',
  );
  return tasks.map((task) => ({ ...task, note: notes.get(task.id) ?? null }));
}
