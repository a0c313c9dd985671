import { taskClosure, taskPage, taskQuery } from '../../contracts/tasks.ts';
import { listTasks } from '../../db/lists/tasks.ts';
import { customerWrite } from '../customer-write.ts';
import { keepNote } from '../notes.ts';
import { read, readResource } from '../read.ts';
import { customerBy } from '../resources/customer.ts';
import { taskResource, taskViews } from '../resources/task.ts';
import type { Route } from '../route.ts';

const tag = 'tasks';

export const taskRoutes: readonly Route[] = [
  read({
    id: 'listTasks',
    path: '/v1/tasks',
    tag,
    summary: 'What a person must see to, the oldest first',
    query: taskQuery,
    answer: taskPage,
    async load({ db }, { query }) {
      const customer = query.customer && (await customerBy(db, query.customer)).id;
      const { items, nextCursor } = await listTasks(db, { customer, open: query.open }, query);
      return { items: await taskViews(db, items), nextCursor };
    },
  }),
  readResource({ id: 'getTask', path: '/v1/tasks/:task', tag, summary: 'A task', resource: taskResource }),
  customerWrite({
    id: 'closeTask',
    method: 'POST',
    path: '/v1/tasks/:task/closure',
    tag,
    summary: 'Say that a task is done',
    status: 200,
    idempotencyKey: 'optional',
    body: taskClosure,
    because: 'task',
    on: taskResource,
    shows: taskResource,
    customer: async (db, { params }) => (await taskResource.load(db, params['task'] ?? '', 0)).customer,
    change(change, { actor, params }, { note }, { now }) {
      const task = params['task'] ?? '';
      change.command('task.close', { task });
      keepNote(change, { subject: task, kind: 'closure', text: note, actor: actor.name, wallNow: now() });
      return task;
    },
  }),
];
