import type { z } from 'zod';
import type { caseContainment } from '../../contracts/security-cases.ts';
import { Refusal } from '../../domain/errors.ts';
import type { CaseFactDraft } from '../../domain/security/case-facts.ts';
import type { CaseContext } from './case-write.ts';

/**
 * Orders a containment. Licences are stopped by the customer's own life, under a fraud hold: it takes the snapshot,
 * nothing but the release of that very hold brings them back, and a payment does not (design, rule 2). Azure is stopped
 * by the case, because no subscription of ours stands for it.
 * @throws Refusal `unknown_reference`, `wrong_phase`
 */
export function orderContainment(
  { change, loaded }: CaseContext,
  { action, targets }: z.output<typeof caseContainment>,
): CaseFactDraft {
  const { subscriptions } = change.account;
  if (action === 'suspendSubscriptions') {
    const unknown = targets.findIndex((target) => !subscriptions.has(target));
    if (unknown >= 0)
      throw new Refusal('unknown_reference', `the customer has no subscription ${targets[unknown] ?? ''}`, [
        { pointer: `/targets/${unknown}`, message: 'no subscription of this customer' },
      ]);
    if (targets.length > 1)
      throw new Refusal('conflict', 'one subscription at a time, or all of them: each has a hold of its own');
    const [target] = targets;
    const scope = target === undefined ? 'account' : { subscription: target };
    change.command('hold.place', { hold: change.newId('hld'), reason: 'fraud', scope, until: null });
  }
  const containment = String(loaded.known.containments.length + 1);
  return { kind: 'case.containmentOrdered', body: { containment, action, targets } };
}
