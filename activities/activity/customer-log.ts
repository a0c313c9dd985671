import type { TenantActivity } from '../../adapters/tenant-activity/port.ts';
import { azureRecords, NOTHING_CARRIED, uncarried } from '../../domain/activity/azure-records.ts';
import type { CustomerRecord } from '../../domain/activity/customer-record.ts';
import { auditRecords, signInRecords } from '../../domain/activity/directory-records.ts';
import type { LogWindow } from '../../domain/activity/log-reading.ts';
import type { CustomerLog } from '../../domain/activity/log-source.ts';

/** The records of one log in a window, a page at a time; the last one holds what only the end of the log made clear. */
export async function* customerRecords(
  logs: TenantActivity,
  log: { readonly source: CustomerLog; readonly tenant: string; readonly scope: string },
  window: LogWindow,
): AsyncGenerator<readonly CustomerRecord[]> {
  const { source, tenant, scope } = log;
  if (source === 'signIns') {
    for await (const page of logs.signIns(tenant, window)) yield signInRecords(page);
    return;
  }
  if (source === 'directoryAudits') {
    for await (const page of logs.directoryAudits(tenant, window)) yield auditRecords(page);
    return;
  }
  let carried = NOTHING_CARRIED;
  for await (const page of logs.azure(tenant, scope, window)) {
    const { records, carry } = azureRecords(page, carried);
    carried = carry;
    yield records;
  }
  const rest = uncarried(carried);
  if (rest.length > 0) yield rest;
}
