import { activityPage, activityQuery } from '../../contracts/activity.ts';
import { listActivity } from '../../db/lists/activity.ts';
import { auditSight } from '../access-audit.ts';
import { read } from '../read.ts';
import { customerBy } from '../resources/customer.ts';
import type { Route } from '../route.ts';

export const activityRoutes: readonly Route[] = [
  read({
    id: 'listActivity',
    path: '/v1/customers/:customer/activity',
    tag: 'activity',
    summary: 'What was done at Microsoft for the customer and in his own tenant, the newest first; read once a day',
    query: activityQuery,
    answer: activityPage,
    async load(deps, { params, query, actor }) {
      const { id } = await customerBy(deps.db, params['customer'] ?? '');
      const shown = await listActivity(deps.db, id, query);
      await auditSight(deps, actor, id);
      return { ...shown, items: [...shown.items] };
    },
  }),
];
