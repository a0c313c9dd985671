import type { z } from 'zod';
import {
  accessGrantPage,
  accessGrantQuery,
  controls,
  grantRevocation,
  newAccessGrant,
} from '../../contracts/access-grants.ts';
import { approvalDecision } from '../../contracts/approvals.ts';
import { securityStanding } from '../../contracts/security-standing.ts';
import { listGrants } from '../../db/lists/access-grants.ts';
import { Refusal } from '../../domain/errors.ts';
import { askForAccess } from '../access/ask-for-access.ts';
import { controlsView } from '../access/controls-view.ts';
import { decideAccess } from '../access/decide-access.ts';
import { grantWrite } from '../access/grant-write.ts';
import { standingView } from '../access/standing-view.ts';
import { customerWrite } from '../customer-write.ts';
import { read, readResource } from '../read.ts';
import { accessGrantResource, GRANT_NOTES, grantView } from '../resources/access-grant.ts';
import { customerBy, customerResource } from '../resources/customer.ts';
import type { Route } from '../route.ts';

const tag = 'access';
const path = '/v1/access-grants/:grant';

export const accessGrantRoutes: readonly Route[] = [
  read({
    id: 'listAccessGrants',
    path: '/v1/customers/:customer/access-grants',
    tag,
    summary: 'Grants of access to a customer’s tenant in the order in which they were asked for',
    query: accessGrantQuery,
    answer: accessGrantPage,
    async load({ db, now }, { params, query }) {
      const customer = (await customerBy(db, params['customer'] ?? '')).id;
      const { items, nextCursor } = await listGrants(db, { customer, open: query.open }, query);
      const views: z.output<typeof accessGrantPage>['items'] = [];
      for (const id of items) views.push(await grantView(db, id, now()));
      return { items: views, nextCursor };
    },
  }),
  readResource({ id: 'getAccessGrant', path, tag, summary: 'A grant of access', resource: accessGrantResource }),
  customerWrite({
    id: 'askForAccess',
    method: 'POST',
    path: '/v1/customers/:customer/access-grants',
    tag,
    summary: 'Ask for a role in a customer’s directory or Azure subscription, with an end; a second person decides',
    status: 201,
    idempotencyKey: 'required',
    body: newAccessGrant,
    because: 'accessGrant',
    on: customerResource,
    shows: accessGrantResource,
    change: askForAccess,
  }),
  grantWrite({
    id: 'decideAccessGrant',
    path: `${path}/approval`,
    tag,
    summary: 'Decide; never by the one who asked',
    body: approvalDecision,
    draft: async (context, body) => ({
      fact: await decideAccess(context, body),
      note: { kind: GRANT_NOTES.decision, text: body.note },
    }),
  }),
  grantWrite({
    id: 'revokeAccessGrant',
    path: `${path}/revocation`,
    tag,
    summary: 'End a grant before its time; the role is taken away, and that it is gone is read back',
    body: grantRevocation,
    async draft({ loaded }, body) {
      if (loaded.known.revokedAt !== null) throw new Refusal('conflict', 'it was revoked already');
      return { fact: { kind: 'grant.revoked', body: {} }, note: { kind: GRANT_NOTES.revocation, text: body.reason } };
    },
  }),
  read({
    id: 'getControls',
    path: '/v1/customers/:customer/controls',
    tag,
    summary: 'The controls that full administration asks for, and what was last read of the customer’s access',
    answer: controls,
    load: async ({ db, now }, { params }) => controlsView(db, await customerBy(db, params['customer'] ?? ''), now()),
  }),
  read({
    id: 'getSecurityStanding',
    path: '/v1/security-standing',
    tag,
    summary: 'The partner’s own standing: Microsoft’s score, MFA of customers’ admins, budgets, and how fast we answer',
    answer: securityStanding,
    load: ({ db, now }) => standingView(db, now()),
  }),
];
