import type { LadderContext } from '../dunning/ladder-context.ts';
import { orderOfApproval, seatsOfApproval, subscriptionsOf } from '../service/order-approval.ts';
import { missingLinks } from '../dunning/proof-chain.ts';
import type { CommandBodies, PendingCommand } from './command.ts';
import { type Judgement, refuse } from './judgement.ts';

/** Holds and approvals. Who may place or release which reason is checked before the command exists (design, rule 2). */
export function judgeHold(
  context: LadderContext,
  command: PendingCommand<'hold.place' | 'hold.placeEach' | 'hold.release' | 'approval.decide'>,
): Judgement {
  const { account, today } = context;
  switch (command.kind) {
    case 'hold.place':
      return judgePlacing(context, command.by, command.body);
    case 'hold.placeEach': {
      const { reason, holds } = command.body;
      const answers = holds.map(({ hold, subscription }) =>
        judgePlacing(context, command.by, { hold, reason, scope: { subscription }, until: null }),
      );
      const refused = answers.find((answer) => 'refused' in answer);
      return refused ?? { drafts: answers.flatMap((answer) => ('drafts' in answer ? answer.drafts : [])) };
    }
    case 'hold.release': {
      const hold = account.holds.find((known) => known.hold === command.body.hold);
      if (hold === undefined) return refuse('not_found', 'the customer has no such hold');
      if (!hold.active) return refuse('conflict', 'the hold has ended already');
      return {
        drafts: [{ kind: 'hold.released', effectiveOn: today, body: { hold: hold.hold, because: 'released' } }],
      };
    }
    case 'approval.decide': {
      const approval = account.approvals.find((known) => known.approval === command.body.approval);
      if (approval === undefined) return refuse('not_found', 'the customer has no such approval');
      if (approval.state !== 'open') return refuse('conflict', 'the approval has been decided already');
      const decided = { kind: 'approval.decided', effectiveOn: today, body: command.body } as const;
      if (command.body.decision === 'approve') return { drafts: [decided] };
      const seats = seatsOfApproval(account, approval.key);
      if (seats !== undefined) {
        const { subscription } = seats;
        return {
          drafts: [decided, { kind: 'subscription.quantityDropped', effectiveOn: today, body: { subscription } }],
        };
      }
      const order = orderOfApproval(approval.key);
      if (order === undefined) return { drafts: [decided] };
      // Nothing was ordered yet, so that there is nothing to take back at Microsoft.
      const ended = subscriptionsOf(account, order).map(
        ({ subscription }) =>
          ({ kind: 'subscription.ended', effectiveOn: today, body: { subscription, how: 'cancelled' } }) as const,
      );
      return { drafts: [decided, ...ended] };
    }
  }
}

function judgePlacing(
  context: LadderContext,
  placedBy: string,
  { hold, reason, scope, until }: CommandBodies['hold.place'],
): Judgement {
  const { account, rungs, today, now } = context;
  if (until !== null && until <= now) return refuse('day_has_passed', 'a hold ends in the future');
  if (typeof scope !== 'string' && !account.subscriptions.has(scope.subscription))
    return refuse('not_found', 'the customer has no such subscription');
  if (reason === 'debt') {
    const suspension = rungs.find((rung) => rung.step.kind === 'suspend');
    if (suspension === undefined) return refuse('proof_chain_incomplete', 'the policy has no suspension step');
    const missing = missingLinks(context, suspension);
    if (missing.some((link) => link.link === 'noSuspensionBasis'))
      return refuse('no_suspension_basis', 'no terms with a suspension clause are on record');
    if (missing.length > 0)
      return refuse('proof_chain_incomplete', `missing: ${missing.map((link) => link.link).join(', ')}`);
  }
  return {
    drafts: [{ kind: 'hold.placed', effectiveOn: today, body: { hold, reason, scope, until, placedBy } }],
  };
}
