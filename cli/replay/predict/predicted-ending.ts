import type { Account } from '../../../domain/account/account.ts';
import type { Day } from '../../../domain/calendar/day.ts';
import { money } from '../../../domain/money.ts';
import { formatMoney } from '../../../domain/money-format.ts';
import { phaseOf } from '../../../domain/phase.ts';
import type { Policy } from '../../../domain/policy/policy.ts';
import { standing } from '../../../domain/receivables/standing.ts';
import { serviceOf } from '../../../domain/service/service.ts';
import type { Ending } from '../live/read-back.ts';

/** How a life must stand at the end of `to`, its money included. */
export function predictedEnding(customer: string, account: Account, policy: Policy, to: Day): Ending {
  const { open, overdue } = standing(account, to, policy.promise.toleranceDays);
  const wire = (minor: bigint) => formatMoney(money(minor, account.traits.currency));
  const service = serviceOf(account);
  return {
    customer,
    phase: phaseOf(account, policy),
    service,
    open: wire(open),
    overdue: wire(overdue),
    unapplied: wire(account.unapplied),
    // A stopped subscription does not renew; one that runs again renews as it did before.
    renewing: service === 'on' ? ['renewing'] : [],
  };
}

/** Endings that differ, as lines for a person. */
export function compareEndings(predicted: readonly Ending[], actual: readonly Ending[]): readonly string[] {
  const actualOf = new Map(actual.map((ending) => [ending.customer, ending]));
  return predicted.flatMap((expected) => {
    const found = actualOf.get(expected.customer);
    if (JSON.stringify(found) === JSON.stringify(expected)) return [];
    return [
      `  ${expected.customer} at the end\n    predicted: ${shown(expected)}\n    happened:  ${found ? shown(found) : 'no such life'}`,
    ];
  });
}

function shown({ phase, service, open, overdue, unapplied, renewing }: Ending): string {
  return `${phase}, service ${service}, open ${open}, overdue ${overdue}, unapplied ${unapplied}, renewing: ${renewing.join(' ') || 'none'}`;
}
