import { untilKnown } from '../partner-center/doubt.ts';
import type { PartnerConnection } from '../partner-center/connection.ts';
import { asList, asText, field } from '../partner-center/json.ts';
import { PartnerCenterError } from '../partner-center/partner-center-error.ts';
import { messageRequestId } from '../partner-center/request-id.ts';
import type { TenantCallers } from '../tenants/tenant-callers.ts';
import type { AzureMachines } from './port.ts';

/** Version of Azure's compute interface that is spoken here. */
const VERSION = '2024-07-01';

/** Machines in a customer's Azure, by Azure Resource Manager (contract §7.4): ends with the partner's rights there. */
export function createAzureMachines(
  tenants: Pick<TenantCallers, 'armIn'>,
  { limits, runtime }: Pick<PartnerConnection, 'limits' | 'runtime'>,
): AzureMachines {
  const at = (resourceId: string, operation: string): string => `${resourceId}/${operation}?api-version=${VERSION}`;

  const isOn = async (tenantId: string, resourceId: string): Promise<boolean> => {
    try {
      const path = at(resourceId, 'instanceView');
      const view = await tenants.armIn(tenantId).read({ path, tenant: tenantId });
      const codes = asList(field(view, 'statuses')).map((status) => asText(field(status, 'code'))?.toLowerCase());
      // `stopped` is switched off from within and goes on costing: only `deallocated` is off.
      return !codes.includes('powerstate/deallocated');
    } catch (error) {
      if (error instanceof PartnerCenterError && error.kind === 'notFound') return false;
      throw error;
    }
  };

  const turn = async (operation: 'deallocate' | 'start', tenantId: string, resourceId: string): Promise<void> => {
    const path = at(resourceId, operation);
    const send = async (): Promise<true> => {
      await tenants.armIn(tenantId).write({
        method: 'POST',
        path,
        tenant: tenantId,
        messageRequestId: messageRequestId(runtime.newGuid(), 'POST', path, operation),
      });
      return true;
    };
    const isSo = async (): Promise<true | null> =>
      (await isOn(tenantId, resourceId)) === (operation === 'start') ? true : null;
    await untilKnown(send, isSo, limits, runtime);
  };

  return {
    isOn,
    deallocate: (tenantId, resourceId) => turn('deallocate', tenantId, resourceId),
    start: (tenantId, resourceId) => turn('start', tenantId, resourceId),
  };
}
