import { nextSteps, nextStepsQuery, timelinePage, timelineQuery } from '../../contracts/timeline.ts';
import { timeline } from '../../db/timeline.ts';
import { foretell } from '../next-steps/foretell.ts';
import { read } from '../read.ts';
import { customerBy } from '../resources/customer.ts';
import { timelineEntries } from '../resources/timeline-entry.ts';
import type { Route } from '../route.ts';

const tag = 'customers';

/** What happened to a customer, and what will. */
export const timelineRoutes: readonly Route[] = [
  read({
    id: 'getTimeline',
    path: '/v1/customers/:customer/timeline',
    tag,
    summary: 'Every fact, decision, letter, effect, command and thing not done, the newest first',
    query: timelineQuery,
    answer: timelinePage,
    async load({ db }, { params, query }) {
      const { id } = await customerBy(db, params['customer'] ?? '');
      const { items, nextCursor } = await timeline(db, id, query);
      return { items: [...(await timelineEntries(db, items))], nextCursor };
    },
  }),
  read({
    id: 'getNextSteps',
    path: '/v1/customers/:customer/next-steps',
    tag,
    summary: 'What will happen if nothing changes, in order',
    query: nextStepsQuery,
    answer: nextSteps,
    async load(deps, { params, query }) {
      const customer = await customerBy(deps.db, params['customer'] ?? '');
      return { items: [...(await foretell(deps, customer, query.until))] };
    },
  }),
];
