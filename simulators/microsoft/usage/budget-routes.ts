import { z } from 'zod';
import { type Answer, json } from '../../kit/answer.ts';
import type { PartnerCall, PartnerRoute } from '../partner-call.ts';
import { PartnerFault } from '../partner-fault.ts';
import { BUDGET } from '../resource-members.ts';
import { link } from '../wire.ts';
import { decimal, isDecimal, wireNumber } from './decimal.ts';
import { budgetOf } from './usage.ts';

/** Contract 8.1; app-only accepted (contract 1.5). It only informs: nothing is stopped by it. */
export const budgetRoutes: readonly PartnerRoute[] = [
  {
    method: 'GET',
    pattern: '/v1/customers/{tenantId}/usagebudget',
    handle: (call) => {
      refuseInSandbox(call);
      return shown(call);
    },
  },
  {
    method: 'PATCH',
    pattern: '/v1/customers/{tenantId}/usagebudget',
    body: BUDGET,
    handle: (call) => {
      refuseInSandbox(call);
      const { tenantId } = call.customer();
      const parsed = budget.safeParse(call.body);
      if (!parsed.success) throw new PartnerFault('800002', z.prettifyError(parsed.error));
      const { amount } = parsed.data;
      call.world.budgets.put(tenantId, '', { amount: amount === null ? null : String(amount) });
      return shown(call);
    },
  },
];

/** A whole body of the resource; `null` takes the budget away. */
const budget = z.object({
  amount: z
    .number()
    .positive()
    .refine((amount) => isDecimal(String(amount)), 'too large or too small')
    .nullable(),
});

/** Contract 16 and 18.9. */
function refuseInSandbox(call: PartnerCall): void {
  if (call.world.settings.sandbox) throw new PartnerFault('900127');
}

function shown(call: PartnerCall): Answer {
  const { tenantId } = call.customer();
  return json(200, {
    ...budgetMembers(call, tenantId),
    links: { self: link(`/customers/${tenantId}/usagebudget`) },
  });
}

/** Contract 8.1: `amount` is absent when there is no budget. */
export function budgetMembers({ world }: Pick<PartnerCall, 'world'>, tenantId: string): object {
  const amount = budgetOf(world, tenantId);
  return {
    ...(amount === null
      ? {}
      : { amount: wireNumber(decimal(amount)), usageSpendingBudget: wireNumber(decimal(amount)) }),
    attributes: { objectType: 'SpendingBudget' },
  };
}
