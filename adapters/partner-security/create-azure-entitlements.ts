import { isAzurePlan } from '../../domain/service/azure-plan.ts';
import { untilKnown } from '../partner-center/doubt.ts';
import type { PartnerConnection } from '../partner-center/connection.ts';
import { meaningOf } from '../partner-center/errors.ts';
import { asText, field, isObject, type JsonValue } from '../partner-center/json.ts';
import { readAllPages } from '../partner-center/pages.ts';
import { PartnerCenterError } from '../partner-center/partner-center-error.ts';
import { messageRequestId } from '../partner-center/request-id.ts';
import { subscriptionView } from '../partner-center/subscription.ts';
import type { AzureEntitlement, AzureEntitlements, AzurePlan } from './port.ts';

function entitlementView(resource: JsonValue, planId: string, on: readonly string[]): AzureEntitlement {
  const id = isObject(resource) ? asText(field(resource, 'id')) : null;
  if (id === null) throw new PartnerCenterError(meaningOf(500, null), { code: 'no_entitlement' });
  return Object.freeze({
    id: id.toLowerCase(),
    planId,
    friendlyName: asText(field(resource, 'friendlyName')) ?? '',
    active: on.includes(asText(field(resource, 'status'))?.toLowerCase() ?? ''),
  });
}

const segments = (...parts: readonly string[]): string => parts.map(encodeURIComponent).join('/');

/** The Azure subscriptions under a customer's plans (contract section 7), by the application alone. */
export function createAzureEntitlements({ caller, limits, runtime, readings }: PartnerConnection): AzureEntitlements {
  const on = readings.entitlementOn.map((word) => word.toLowerCase());
  const entitlementsOf = (tenantId: string, planId: string): string =>
    `/customers/${segments(tenantId)}/subscriptions/${segments(planId)}/azureEntitlements`;

  /**
   * Writes before it looks: a switch shows minutes later, so that "active" may be one whose cancellation is under way, and
   * "off" one that the customer is just switching on. The request id is new for each call, because under an old one the
   * server repeats its old answer instead of switching again; a repetition within the call keeps it.
   */
  const turn = async (
    action: 'cancel' | 'reactivate',
    tenantId: string,
    { id, planId }: Pick<AzureEntitlement, 'id' | 'planId'>,
  ): Promise<void> => {
    const path = `${entitlementsOf(tenantId, planId)}/${segments(id)}`;
    const isSo = async (): Promise<true | null> => {
      const { active } = entitlementView(await caller.read({ path, tenant: tenantId }), planId, on);
      return active === (action === 'reactivate') ? true : null;
    };
    const requestId = messageRequestId(runtime.newGuid(), 'POST', path, action);
    const send = async (): Promise<true> => {
      await caller.write({
        method: 'POST',
        path: `${path}/${action}`,
        tenant: tenantId,
        // The only reason that Microsoft accepts, whatever ours is.
        ...(action === 'cancel' ? { body: { cancellationReason: 'compromise' } } : {}),
        messageRequestId: requestId,
      });
      return true;
    };
    try {
      await untilKnown(send, isSo, limits, runtime);
    } catch (error) {
      // A refusal to switch off what is off, or on what is on, is success.
      const answered = error instanceof PartnerCenterError && (error.kind === 'refused' || error.kind === 'conflict');
      if (!answered || (await isSo().catch(() => null)) === null) throw error;
    }
  };

  const plans = async (tenantId: string): Promise<readonly AzurePlan[]> => {
    const path = `/customers/${segments(tenantId)}/subscriptions`;
    return (await readAllPages(caller, { path, tenant: tenantId }, limits.pages))
      .map(subscriptionView)
      .filter(({ offerId, status }) => isAzurePlan(offerId) && status !== 'deleted')
      .map(({ id, status }) => ({ id, active: status === 'active' }));
  };

  return {
    plans,
    async list(tenantId) {
      const found: AzureEntitlement[] = [];
      for (const { id: planId } of await plans(tenantId)) {
        const first = { path: entitlementsOf(tenantId, planId), tenant: tenantId };
        const items = await readAllPages(caller, first, limits.pages);
        found.push(...items.map((item) => entitlementView(item, planId, on)));
      }
      return found;
    },
    cancel: (tenantId, entitlement) => turn('cancel', tenantId, entitlement),
    reactivate: (tenantId, entitlement) => turn('reactivate', tenantId, entitlement),
  };
}
