import type { z } from 'zod';
import { partnerTaskClosure, partnerTaskPage, partnerTaskQuery } from '../../contracts/partner-tasks.ts';
import { commitSetting } from '../../db/commit-setting.ts';
import { noteStatement } from '../../db/notes.ts';
import { closePartnerTask, findPartnerTask, listPartnerTasks } from '../../db/partner-tasks.ts';
import { Refusal } from '../../domain/errors.ts';
import type { ApiDeps } from '../deps.ts';
import type { Made } from '../outcome.ts';
import { read, readResource } from '../read.ts';
import { requireMatch } from '../resource.ts';
import { partnerTaskResource, partnerTaskViews } from '../resources/partner-task.ts';
import type { Route } from '../route.ts';
import { write, type WriteContext } from '../write.ts';

const tag = 'partner tasks';
const path = '/v1/partner-tasks/:partnerTask';

/** Work that belongs to the partner and to no customer. */
export const partnerTaskRoutes: readonly Route[] = [
  read({
    id: 'listPartnerTasks',
    path: '/v1/partner-tasks',
    tag,
    summary: 'What a person must see to that belongs to no customer, the oldest first',
    query: partnerTaskQuery,
    answer: partnerTaskPage,
    async load({ db }, { query }) {
      const { items, nextCursor } = await listPartnerTasks(db, query, query);
      return { items: await partnerTaskViews(db, items), nextCursor };
    },
  }),
  readResource({ id: 'getPartnerTask', path, tag, summary: 'One of them', resource: partnerTaskResource }),
  write({
    id: 'closePartnerTask',
    method: 'POST',
    path: `${path}/closure`,
    tag,
    summary: 'Say that it is done',
    status: 200,
    idempotencyKey: 'optional',
    body: partnerTaskClosure,
    shows: partnerTaskResource,
    commit: close,
  }),
];

/** @throws Refusal `not_found`, `role_required` for somebody whose task it is not, `conflict` when it is closed already */
async function close(
  { db, now, newId }: ApiDeps,
  { actor, params, ifMatch, idempotency }: WriteContext,
  { note }: z.output<typeof partnerTaskClosure>,
): Promise<Made> {
  const id = params['partnerTask'] ?? '';
  const wallNow = now();
  const result = await commitSetting(db, { actor: actor.name, wallNow, idempotency }, async (trx) => {
    await requireMatch(partnerTaskResource, ifMatch, () => partnerTaskResource.load(trx, id, wallNow));
    const task = await findPartnerTask(trx, id);
    if (task === undefined) throw new Refusal('not_found', `there is no task ${id}`);
    if (actor.role !== task.for && actor.role !== 'admin')
      throw new Refusal('role_required', `this is a task for ${task.for}`);
    if (!(await closePartnerTask(trx, id, actor.name, wallNow)))
      throw new Refusal('conflict', 'the task is closed already');
    if (note != null) {
      const typed = { subject: id, kind: 'closure', text: note, actor: actor.name, at: wallNow, recordedAt: wallNow };
      await trx.executeQuery(noteStatement({ id: newId('nte'), customerId: null, ...typed })(trx));
    }
    return {
      result: { shown: id, customerId: null },
      kind: 'partnerTask.closed',
      body: { task: id, what: task.what, subject: task.subject },
    };
  });
  return { ...result, operationId: null };
}
