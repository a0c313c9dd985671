import type { z } from 'zod';
import { approvalDecision, approvalPage, approvalQuery } from '../../contracts/approvals.ts';
import type { Change } from '../../db/change.ts';
import { pendingCommands } from '../../db/commands.ts';
import { type ApprovalRecord, listApprovals } from '../../db/lists/approvals.ts';
import { Refusal } from '../../domain/errors.ts';
import { customerWrite } from '../customer-write.ts';
import { writeOffApproved } from '../money/write-off.ts';
import { keepNote } from '../notes.ts';
import { read, readResource } from '../read.ts';
import {
  approvalBy,
  approvalResource,
  approvalViews,
  DECISION_NOTE,
  writeOffRequestOf,
} from '../resources/approval.ts';
import { customerBy } from '../resources/customer.ts';
import type { Route } from '../route.ts';

const tag = 'approvals';
const path = '/v1/approvals/:approval';

type Decision = z.output<typeof approvalDecision>['decision'];

export const approvalRoutes: readonly Route[] = [
  read({
    id: 'listApprovals',
    path: '/v1/approvals',
    tag,
    summary: 'What waits for a second person, and what was decided',
    query: approvalQuery,
    answer: approvalPage,
    async load({ db }, { query }) {
      const customer = query.customer === undefined ? undefined : (await customerBy(db, query.customer)).id;
      const { items, nextCursor } = await listApprovals(db, { ...query, customer }, query);
      return { items: [...(await approvalViews(db, items))], nextCursor };
    },
  }),
  readResource({ id: 'getApproval', path, tag, summary: 'One approval', resource: approvalResource }),
  customerWrite({
    id: 'decideApproval',
    method: 'POST',
    path: `${path}/decision`,
    tag,
    summary: 'Decide; never by the one who asked',
    status: 200,
    idempotencyKey: 'required',
    body: approvalDecision,
    because: 'approval',
    on: approvalResource,
    shows: approvalResource,
    customer: async (db, { params }) => (await approvalBy(db, params['approval'] ?? '')).customerId,
    async change(change, { params, actor }, { decision, note }, { now }) {
      const approval = await approvalBy(change.trx, params['approval'] ?? '');
      if (approval.askedBy === actor.name) throw new Refusal('four_eyes', 'nobody decides what they asked for');
      await requireOpen(change, approval);
      if (approval.subject === 'writeOff') decideWriteOff(change, approval, decision);
      else change.command('approval.decide', { approval: approval.id, decision });
      keepNote(change, {
        subject: approval.id,
        kind: DECISION_NOTE,
        text: note,
        actor: actor.name,
        wallNow: now(),
      });
      return approval.id;
    },
  }),
];

/** @throws Refusal `conflict` when it is decided, or somebody's decision waits for the life */
async function requireOpen(change: Change, { id, state }: ApprovalRecord): Promise<void> {
  if (state !== 'open') throw new Refusal('conflict', `the approval was decided: ${state}`);
  const pending = await pendingCommands(change.trx, change.customer.id);
  if (pending.some((one) => one.kind === 'approval.decide' && one.body.approval === id))
    throw new Refusal('conflict', 'somebody has just decided this');
}

/** Money is posted with the decision itself: no life is asked whether a debt may be written off. */
function decideWriteOff(change: Change, approval: ApprovalRecord, decision: Decision): void {
  const request = writeOffRequestOf(approval);
  if (request === null) throw new Error(`approval ${approval.id} does not say what is to be written off`);
  const body = { approval: approval.id, decision };
  change.record([{ kind: 'approval.decided', effectiveOn: change.today, body }]);
  if (decision === 'approve') writeOffApproved(change, request);
}
