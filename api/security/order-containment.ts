import type { z } from 'zod';
import type { caseContainment } from '../../contracts/containment.ts';
import { Refusal } from '../../domain/errors.ts';
import { isMachine, isObjectId } from '../../domain/security/azure-resource.ts';
import type { CaseFactDraft } from '../../domain/security/case-facts.ts';
import { CONTAINMENT_RULES } from '../../domain/security/containment-rules.ts';
import type { CaseContext } from './case-write.ts';

type Order = z.output<typeof caseContainment>;

/**
 * Orders a containment. Licences are stopped by the customer's own life, under a fraud hold: it takes the snapshot,
 * nothing but the release of that very hold brings them back, and a payment does not (design, rule 2). Everything else is
 * stopped by the case; what the rules say is decided by two waits for the second person, or the policy (practice 54).
 * @throws Refusal `unknown_reference`, `conflict`, `containment_not_supported`
 */
export function orderContainment(context: CaseContext, order: Order): CaseFactDraft {
  const { action } = order;
  requireTargets(context, order);
  // Ids of a directory have no case of their own: Microsoft writes them small.
  const targets =
    action === 'removeAdminRole' || action === 'revokeSessions' ? order.targets.map(small) : order.targets;
  const containment = String(context.loaded.known.containments.length + 1);
  const holds = action === 'suspendSubscriptions' ? placeHolds(context, targets) : {};
  const approval = CONTAINMENT_RULES[action].approval === 'fourEyes' ? ({ approval: 'fourEyes' } as const) : {};
  return { kind: 'case.containmentOrdered', body: { containment, action, targets, ...approval, ...holds } };
}

function small(id: string): string {
  return id.toLowerCase();
}

/** One on the account, or one for each subscription that is named. */
function placeHolds({ change }: CaseContext, targets: readonly string[]): { hold: string } | { holds: string[] } {
  if (targets.length === 0) {
    const hold = change.newId('hld');
    change.command('hold.place', { hold, reason: 'fraud', scope: 'account', until: null });
    return { hold };
  }
  const holds = targets.map((subscription) => ({ hold: change.newId('hld'), subscription }));
  change.command('hold.placeEach', { reason: 'fraud', holds });
  return { holds: holds.map(({ hold }) => hold) };
}

/** @throws Refusal */
function requireTargets({ change }: CaseContext, { action, targets }: Order): void {
  const { subscriptions } = change.account;
  switch (action) {
    case 'suspendSubscriptions': {
      const unknown = targets.findIndex((target) => !subscriptions.has(target));
      if (unknown >= 0)
        throw new Refusal('unknown_reference', `the customer has no subscription ${targets[unknown] ?? ''}`, [
          { pointer: `/targets/${unknown}`, message: 'no subscription of this customer' },
        ]);
      if (new Set(targets).size < targets.length)
        throw new Refusal('conflict', 'a subscription is named twice: each has a hold of its own');
      return;
    }
    case 'stopResource':
      requireEach(targets, isMachine, 'only virtual machines of Azure can be stopped one by one');
      return;
    case 'removeAdminRole':
    case 'revokeSessions':
      requireEach(targets, isObjectId, 'users are named by their object id in the directory');
      return;
    case 'cancelAzureSubscriptions':
    case 'suspendAzurePlan':
      return;
  }
}

function requireEach(targets: readonly string[], isOne: (target: string) => boolean, rule: string): void {
  if (targets.length === 0)
    throw new Refusal('containment_not_supported', 'this action needs targets', [
      { pointer: '/targets', message: 'name at least one' },
    ]);
  const wrong = targets.findIndex((target) => !isOne(target));
  if (wrong >= 0)
    throw new Refusal('containment_not_supported', rule, [{ pointer: `/targets/${wrong}`, message: rule }]);
}
