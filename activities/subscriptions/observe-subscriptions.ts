import type { PartnerCenter, SubscriptionView } from '../../adapters/partner-center/port.ts';
import { commitChange } from '../../db/commit-change.ts';
import { findCustomer } from '../../db/customers.ts';
import type { Db } from '../../db/database.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import type { ActualState } from '../../domain/facts/service-facts.ts';
import type { IdPrefix } from '../../domain/ids.ts';
import { differences } from '../../domain/service/differences.ts';

export interface ObserveDeps {
  readonly db: Db;
  readonly partnerCenter: Pick<PartnerCenter, 'listSubscriptions'>;
  readonly wallNow: () => Instant;
  readonly newId: (prefix: IdPrefix) => string;
}

/**
 * Reads a customer's subscriptions at Microsoft and records what differs from what we know, never overwriting anything
 * at Microsoft (rule 11). A late read never wins over an effect under way: its subscription is left out.
 * @returns what was committed, or null when nothing differs.
 */
export async function observeSubscriptions(
  deps: ObserveDeps,
  customerId: string,
): Promise<{ readonly factVersion: number } | null> {
  const customer = await findCustomer(deps.db, customerId);
  const tenant = customer && (await tenantOf(deps.db, customer.id));
  if (customer === undefined || tenant == null) return null;
  const seen = await deps.partnerCenter.listSubscriptions(tenant);
  const committed = await commitChange(
    deps.db,
    {
      customer: customer.id,
      actor: 'reconciliation',
      wallNow: deps.wallNow(),
      newId: deps.newId,
      because: 'subscriptions',
    },
    async (change) => {
      const busy = await change.trx
        .selectFrom('effect')
        .where('customer_id', '=', customer.id)
        .where('state', '=', 'sending')
        .select('effect_key')
        .execute();
      const drafts = differences(change.account, seen.map(viewed), change.today, change.newId).filter(
        (draft) => !busy.some((effect) => effect.effect_key.includes(draft.body.subscription)),
      );
      if (drafts.length > 0) change.record(drafts);
      return drafts.length;
    },
  );
  return committed.result === 0 ? null : { factVersion: committed.factVersion };
}

function viewed(view: SubscriptionView): {
  readonly microsoftId: string;
  readonly offer: string;
  readonly quantity: number;
  readonly actual: ActualState;
  readonly autoRenewEnabled: boolean;
} {
  const actual: ActualState = view.status === 'none' || view.status === 'pending' ? 'unknown' : view.status;
  return {
    microsoftId: view.id,
    offer: view.offerId,
    quantity: view.quantity,
    actual,
    autoRenewEnabled: view.autoRenewEnabled,
  };
}

async function tenantOf(db: Db, customerId: string): Promise<string | null> {
  const row = await db
    .selectFrom('customer')
    .where('id', '=', customerId)
    .select('microsoft_tenant_id')
    .executeTakeFirst();
  return row?.microsoft_tenant_id ?? null;
}
