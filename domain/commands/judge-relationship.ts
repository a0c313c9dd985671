import type { Account } from '../account/account.ts';
import type { Day } from '../calendar/day.ts';
import type { FactDraft } from '../facts/fact.ts';
import { tierTerms } from '../kyc/tier-terms.ts';
import { onboardingPhase } from '../onboarding/onboarding.ts';
import { phaseOf } from '../phase.ts';
import type { Policy } from '../policy/policy.ts';
import { blocksOrders } from '../service/holds.ts';
import { awaitsSeats, orderApproval, seatsApproval } from '../service/order-approval.ts';
import type { PendingCommand } from './command.ts';
import { type Judgement, refuse } from './judgement.ts';

type RelationshipCommand = PendingCommand<
  | 'subscription.order'
  | 'order.place'
  | 'subscription.setQuantity'
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
      const { approval, ...wanted } = command.body;
      const order: FactDraft = { kind: 'subscription.wanted', effectiveOn: today, body: wanted };
      return (
        mayOrder(account, policy) ?? {
          drafts: [
            order,
            ...approvals(account, policy, { approval, by: command.by, key: orderApproval(wanted.subscription) }, today),
          ],
        }
      );
    }
    case 'order.place': {
      const { order, lines, approval } = command.body;
      const wanted = lines.map((line): FactDraft => {
        return { kind: 'subscription.wanted', effectiveOn: today, body: { ...line, order } };
      });
      return (
        mayOrder(account, policy) ?? {
          drafts: [
            ...wanted,
            ...approvals(account, policy, { approval, by: command.by, key: orderApproval(order) }, today),
          ],
        }
      );
    }
    case 'subscription.setQuantity':
      return judgeQuantity(account, policy, command, today);
    case 'subscription.retry': {
      const known = account.subscriptions.get(command.body.subscription);
      if (known === undefined) return refuse('not_found', 'the customer has no such subscription');
      if (known.refusals.length === 0) return refuse('conflict', 'nothing was refused for this subscription');
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

/** The second person whom an order, or a wish for more seats, of a customer at high risk waits for (practice 5); nobody for any other. */
function approvals(
  account: Account,
  policy: Policy,
  { approval, by, key }: { readonly approval: string | undefined; readonly by: string; readonly key: string },
  today: Day,
): readonly FactDraft[] {
  if (approval === undefined || tierTerms(account, policy).orders === 'none') return [];
  const body = { approval, subject: 'order', key, askedBy: by } as const;
  return [{ kind: 'approval.requested', effectiveOn: today, body }];
}

/** Null where the customer may order now: only an active one may, and no hold is on the account. */
function mayOrder(account: Account, policy: Policy): Judgement | null {
  const phase = phaseOf(account, policy);
  if (phase !== 'active') return refuse('wrong_phase', `orders are taken in phase active, not in ${phase}`);
  return blocksOrders(account) ? refuse('conflict', 'a hold on the account blocks new orders') : null;
}

/**
 * More seats are an order, by a second person's consent where an order needs it; fewer are taken back at any time, since they owe
 * less. Suspended seats stay as they are, and a wish that somebody is to decide about is not replaced under his hands.
 */
function judgeQuantity(
  account: Account,
  policy: Policy,
  { body: { subscription, quantity, approval }, by }: PendingCommand<'subscription.setQuantity'>,
  today: Day,
): Judgement {
  const known = account.subscriptions.get(subscription);
  if (known === undefined) return refuse('not_found', 'the customer has no such subscription');
  if (known.ended || known.actual !== 'active')
    return refuse('conflict', `only an active subscription changes its quantity, and this one is ${known.actual}`);
  const wished = known.quantityWanted ?? known.quantity;
  if (wished === quantity) return refuse('conflict', `the quantity is ${quantity} already`);
  if (awaitsSeats(account, known))
    return refuse('conflict', `a second person has not decided yet about ${known.quantityWanted} seats`);
  const wanted: FactDraft = {
    kind: 'subscription.quantityWanted',
    effectiveOn: today,
    body: { subscription, quantity },
  };
  if (quantity <= known.quantity) return { drafts: [wanted] };
  const key = seatsApproval(subscription, known.quantityWishes + 1);
  return (
    mayOrder(account, policy) ?? {
      drafts: [wanted, ...approvals(account, policy, { approval, by, key }, today)],
    }
  );
}
