import type { Instant } from '../../domain/calendar/day.ts';
import type { LogWindow } from '../../domain/activity/log-reading.ts';
import type { Limits } from '../partner-center/limits.ts';
import type { JsonValue } from '../partner-center/json.ts';
import type { TenantCallers } from '../tenants/tenant-callers.ts';
import { azureEvent } from './azure-event.ts';
import { auditEvent, signInEvent } from './directory-events.ts';
import { logPages } from './log-pages.ts';
import type { TenantActivity } from './port.ts';

/** The largest page that Graph gives (contract section 12.2). */
const PAGE = 1000;
const service = 'Microsoft Graph';

/** The logs in customers' tenants, in the name of the partner's administrator (contract section 12.2). */
export function createTenantActivity(
  tenants: Pick<TenantCallers, 'graphIn' | 'armIn'>,
  { pages: mostPages }: Pick<Limits, 'pages'>,
): TenantActivity {
  const graphLog = (tenant: string, log: string, time: string, { from, to }: LogWindow) =>
    logPages(tenants.graphIn(tenant), {
      service,
      path: `/v1.0/auditLogs/${log}?${new URLSearchParams({
        $filter: `${time} ge ${iso(from)} and ${time} lt ${iso(to)}`,
        $top: String(PAGE),
      }).toString()}`,
      tenant,
      next: '@odata.nextLink',
      mostPages,
    });

  return {
    azure(tenant, azureSubscriptionId, { from, to }) {
      const query = new URLSearchParams({
        'api-version': '2015-04-01',
        $filter: `eventTimestamp ge '${iso(from)}' and eventTimestamp le '${iso(to)}'`,
      });
      const path = `/subscriptions/${encodeURIComponent(azureSubscriptionId)}/providers/microsoft.insights/eventtypes/management/values?${query.toString()}`;
      const pages = { service: 'Azure', path, tenant, next: 'nextLink', mostPages };
      return decoded(logPages(tenants.armIn(tenant), pages), azureEvent);
    },
    signIns: (tenant, window) => decoded(graphLog(tenant, 'signIns', 'createdDateTime', window), signInEvent),
    directoryAudits: (tenant, window) =>
      decoded(graphLog(tenant, 'directoryAudits', 'activityDateTime', window), auditEvent),
  };
}

const iso = (at: Instant): string => new Date(at).toISOString();

async function* decoded<T>(
  pages: AsyncIterable<readonly JsonValue[]>,
  decode: (record: JsonValue) => T,
): AsyncGenerator<readonly T[]> {
  for await (const page of pages) yield page.map(decode);
}
