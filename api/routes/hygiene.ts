import { z } from 'zod';
import {
  acceptance,
  exclusionList,
  hygiene,
  newExclusion,
  newRemedyRight,
  newReview,
} from '../../contracts/hygiene.ts';
import { exclusionsOf } from '../../db/hygiene-exclusions.ts';
import { namesOf } from '../../db/hygiene-findings.ts';
import { auditSight } from '../access-audit.ts';
import { customerWrite } from '../customer-write.ts';
import { acceptFindings } from '../hygiene/accept.ts';
import { endExclusion, EXCLUSION_NOTE, excludeAccount } from '../hygiene/exclude.ts';
import { reviewWrite } from '../hygiene/review-write.ts';
import { sayRight } from '../hygiene/say-right.ts';
import { startNow } from '../hygiene/start-now.ts';
import { read } from '../read.ts';
import { customerBy, customerResource } from '../resources/customer.ts';
import { hygieneView, personView } from '../resources/hygiene.ts';
import { exclusionResource } from '../resources/hygiene-exclusion.ts';
import { typedTexts } from '../resources/typed-text.ts';
import type { Route } from '../route.ts';

const tag = 'hygiene';
const path = '/v1/customers/:customer/hygiene';

export const hygieneRoutes: readonly Route[] = [
  read({
    id: 'getHygiene',
    path,
    tag,
    summary: 'Inactive users, expired guests and unused licences; the review of them; use of licences and sign-ins',
    answer: hygiene,
    async load(deps, { params, actor }) {
      const customer = await customerBy(deps.db, params['customer'] ?? '');
      const view = await hygieneView(deps.db, customer, deps.now());
      await auditSight(deps, actor, customer.id);
      return view;
    },
  }),
  reviewWrite<z.output<typeof newReview>>({
    id: 'startHygieneReview',
    path: `${path}/review`,
    summary: 'Review the directory now and not at its time',
    status: 201,
    idempotencyKey: 'required',
    body: newReview,
    change: (change, context, _body, deps) => startNow(change, context, deps),
  }),
  reviewWrite<z.output<typeof acceptance>>({
    id: 'acceptHygieneFindings',
    path: `${path}/acceptance`,
    summary: 'Accept findings until a day, with a reason',
    status: 200,
    idempotencyKey: 'optional',
    body: acceptance,
    change: acceptFindings,
  }),
  reviewWrite<z.output<typeof newRemedyRight>>({
    id: 'recordRemedyRight',
    path: `${path}/remedy-right`,
    summary: 'Record what the customer allows the partner to disable and delete by itself; the last word counts',
    status: 200,
    idempotencyKey: 'required',
    body: newRemedyRight,
    change: sayRight,
  }),
  read({
    id: 'listHygieneExclusions',
    path: `${path}/exclusions`,
    tag,
    summary: 'Accounts that reviews leave alone: break-glass and service accounts',
    answer: exclusionList,
    async load(deps, { params, actor }) {
      const { id: customer } = await customerBy(deps.db, params['customer'] ?? '');
      const exclusions = await exclusionsOf(deps.db, customer);
      const names = await namesOf(
        deps.db,
        customer,
        exclusions.map(({ user }) => user),
      );
      const reasons = await typedTexts(
        deps.db,
        exclusions.map(({ id }) => id),
        EXCLUSION_NOTE,
      );
      await auditSight(deps, actor, customer);
      const items = exclusions.map(({ user, ...exclusion }) => ({
        ...exclusion,
        customer,
        user: personView(user, names),
        reason: reasons.get(exclusion.id) ?? null,
      }));
      return { items };
    },
  }),
  customerWrite({
    id: 'addHygieneExclusion',
    method: 'POST',
    path: `${path}/exclusions`,
    tag,
    summary: 'Have reviews leave an account alone',
    status: 201,
    idempotencyKey: 'optional',
    body: newExclusion,
    because: 'hygiene',
    on: customerResource,
    shows: exclusionResource,
    change: excludeAccount,
  }),
  customerWrite({
    id: 'endHygieneExclusion',
    method: 'DELETE',
    path: `${path}/exclusions/:exclusion`,
    tag,
    summary: 'Have reviews look at the account again',
    status: 200,
    idempotencyKey: 'optional',
    body: z.undefined(),
    because: 'hygiene',
    on: exclusionResource,
    shows: exclusionResource,
    change: (change, context, _body, deps) => endExclusion(change, context, deps),
  }),
];
