import { partnersOwn, type PartnerConnection } from '../partner-center/connection.ts';
import { afterWrite, awaitSight, untilKnown } from '../partner-center/doubt.ts';
import { type JsonValue, numberOf } from '../partner-center/json.ts';
import { readAllPages } from '../partner-center/pages.ts';
import { doubtful } from '../partner-center/partner-center-error.ts';
import type { PartnerUsage, UsageSummary } from './port.ts';
import { amountOf, customerUsage, meterUsage, planUsage, resourceUsage, usageSummary } from './usage-records.ts';

const customerPath = (tenantId: string): string => `/customers/${encodeURIComponent(tenantId)}`;
const planPath = (tenantId: string, planId: string): string =>
  `${customerPath(tenantId)}/subscriptions/${encodeURIComponent(planId)}`;

/** `100.50` and `100.5` are one amount. */
const plain = (amount: string): string => amount.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');

/** Usage and budgets (contract section 8). */
export function createPartnerUsage({ caller, limits, runtime }: PartnerConnection): PartnerUsage {
  const every = async <T>(path: string, tenant: string, view: (record: JsonValue) => T): Promise<readonly T[]> =>
    (await readAllPages(caller, { path, tenant, as: 'user' }, limits.pages)).map(view);
  const summaryAt = async (path: string, tenant: string): Promise<UsageSummary> =>
    usageSummary(await caller.read({ path: `${path}/usagesummary`, tenant, as: 'user' }));
  const budget = async (tenantId: string): Promise<string | null> =>
    amountOf(await caller.read({ path: `${customerPath(tenantId)}/usagebudget`, tenant: tenantId }));

  return {
    customers: () => every('/customers/usagerecords', partnersOwn, customerUsage),
    summary: (tenantId) => summaryAt(customerPath(tenantId), tenantId),
    plans: (tenantId) => every(`${customerPath(tenantId)}/subscriptions/usagerecords`, tenantId, planUsage),
    planSummary: (tenantId, planId) => summaryAt(planPath(tenantId, planId), tenantId),
    meters: (tenantId, planId) => every(`${planPath(tenantId, planId)}/meterusagerecords`, tenantId, meterUsage),
    resources: (tenantId, planId) =>
      every(`${planPath(tenantId, planId)}/resourceusagerecords`, tenantId, resourceUsage),
    budget,
    async setBudget(tenantId, amount) {
      if (amount !== null && (!/^(0|[1-9]\d*)(\.\d+)?$/.test(amount) || !/[1-9]/.test(amount)))
        throw new RangeError('a budget is a positive decimal such as "1240.00"');
      const wanted = amount === null ? null : plain(amount);
      // What was read is told together with whether it is as wanted: null is an amount here.
      const seen = async (): Promise<{ readonly amount: string | null } | null> => {
        const read = await budget(tenantId);
        return (read === null ? null : plain(read)) === wanted ? { amount: read } : null;
      };
      const standing = await seen();
      if (standing !== null) return standing.amount;
      const messageRequestId = runtime.newGuid();
      const send = async () => {
        await caller.write({
          method: 'PATCH',
          path: `${customerPath(tenantId)}/usagebudget`,
          tenant: tenantId,
          body: {
            Amount: wanted === null ? null : numberOf(wanted),
            Attributes: { ObjectType: 'SpendingBudget' },
          },
          messageRequestId,
        });
        return afterWrite(awaitSight(seen, limits.confirmMs, runtime));
      };
      const after = await untilKnown(send, seen, limits, runtime);
      if (after === null) throw doubtful({ code: 'not_yet_visible' });
      return after.amount;
    },
  };
}
