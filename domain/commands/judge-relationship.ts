import type { Account } from '../account/account.ts';
import type { Day } from '../calendar/day.ts';
import type { FactDraft } from '../facts/fact.ts';
import { tierTerms } from '../kyc/tier-terms.ts';
import { onboardingPhase } from '../onboarding/onboarding.ts';
import { phaseOf } from '../phase.ts';
import type { Policy } from '../policy/policy.ts';
import { blocksOrders } from '../service/holds.ts';
import { orderApproval } from '../service/order-approval.ts';
import type { PendingCommand } from './command.ts';
import { type Judgement, refuse } from './judgement.ts';

type RelationshipCommand = PendingCommand<
  | 'subscription.order'
  | 'subscription.retry'
  | 'prepayment.request'
  | 'onboarding.reopen'
  | 'offboarding.request'
  | 'task.close'
>;

/** Beginning, widening and ending the relationship: orders, prepayments, re-opening, the end. */
export function judgeRelationship(
  account: Account,
  policy: Policy,
  command: RelationshipCommand,
  today: Day,
): Judgement {
  switch (command.kind) {
    case 'subscription.order': {
      const phase = phaseOf(account, policy);
      if (phase !== 'active') return refuse('wrong_phase', `orders are taken in phase active, not in ${phase}`);
      if (blocksOrders(account)) return refuse('conflict', 'a hold on the account blocks new orders');
      const { approval, ...wanted } = command.body;
      const order: FactDraft = { kind: 'subscription.wanted', effectiveOn: today, body: wanted };
      if (approval === undefined || tierTerms(account, policy).orders === 'none') return { drafts: [order] };
      const asked = {
        approval,
        subject: 'order',
        key: orderApproval(wanted.subscription),
        askedBy: command.by,
      } as const;
      return { drafts: [order, { kind: 'approval.requested', effectiveOn: today, body: asked }] };
    }
    case 'subscription.retry': {
      const known = account.subscriptions.get(command.body.subscription);
      if (known === undefined) return refuse('not_found', 'the customer has no such subscription');
      if (known.refused === null) return refuse('conflict', 'nothing was refused for this subscription');
      return { drafts: [{ kind: 'subscription.retried', effectiveOn: today, body: command.body }] };
    }
    case 'prepayment.request':
      if (onboardingPhase(account, policy) === 'refused' || account.offboarding !== null)
        return refuse('wrong_phase', 'no prepayment is asked of a refused or leaving customer');
      return {
        drafts: [
          {
            kind: 'prepayment.requested',
            effectiveOn: today,
            body: { ...command.body, purpose: account.onboarded ? 'topUp' : 'onboarding' },
          },
        ],
      };
    case 'onboarding.reopen':
      if (onboardingPhase(account, policy) !== 'refused')
        return refuse('wrong_phase', 'only a refused onboarding can be re-opened');
      return { drafts: [{ kind: 'onboarding.reopened', effectiveOn: today, body: { by: command.by } }] };
    case 'offboarding.request':
      if (account.offboarding !== null) return refuse('wrong_phase', 'the relationship is ending already');
      if (command.body.on < today) return refuse('day_has_passed', 'the relationship ends today or later');
      return {
        drafts: [{ kind: 'offboarding.requested', effectiveOn: today, body: { on: command.body.on, by: 'person' } }],
      };
    case 'task.close': {
      const task = account.tasks.find((known) => known.task === command.body.task);
      if (task === undefined) return refuse('not_found', 'the customer has no such task');
      if (!task.open) return refuse('conflict', 'the task is closed already');
      return { drafts: [{ kind: 'task.closed', effectiveOn: today, body: { task: task.task } }] };
    }
  }
}
