import type { Caller } from '../partner-center/call.ts';
import type { PartnerConnection } from '../partner-center/connection.ts';
import { meaningOf } from '../partner-center/errors.ts';
import { asText, field, type JsonValue } from '../partner-center/json.ts';
import { PartnerCenterError } from '../partner-center/partner-center-error.ts';
import { alertView } from './alert-view.ts';
import { answerOnce } from './answer-once.ts';
import type { SecurityAlert, SecurityAlerts } from './port.ts';

/** Graph's throttle is not Partner Center's; the caller counts these apart. */
const tenant = 'graph';
const reasons = { fraud: 'fraud', legitimate: 'legitimate', ignored: 'ignore' } as const;

const malformed = (code: string): PartnerCenterError =>
  new PartnerCenterError(meaningOf(500, null), { service: 'Microsoft Graph', code });

/** The alerts of Microsoft Graph (contract section 10), by the application alone. */
export function createGraphAlerts(
  caller: Caller,
  { limits, runtime, readings, logger }: PartnerConnection,
): SecurityAlerts {
  const path = readings.alertsPath;
  const read = async (id: string): Promise<SecurityAlert> => {
    const resource = await caller.read({ path: `${path}/${encodeURIComponent(id)}`, tenant });
    const alert = alertView(resource, 'graph', runtime.now());
    if (alert === null) throw malformed('no_alert');
    return alert;
  };
  const viewsOf = (page: readonly JsonValue[]): readonly SecurityAlert[] =>
    page.flatMap((resource) => {
      const alert = alertView(resource, 'graph', runtime.now());
      if (alert === null) logger?.warn('an alert without an id is left out');
      return alert ?? [];
    });

  return {
    // Without a filter: a status that Microsoft adds tomorrow must not hide an alert, and only `eq` is documented.
    async open() {
      const alerts: SecurityAlert[] = [];
      let next: string | null = path;
      for (let count = 0; next !== null; count += 1) {
        if (count === limits.pages) throw malformed('endless_pages');
        const page: JsonValue = await caller.read({ path: next, tenant });
        const items = field(page, 'value');
        if (!Array.isArray(items)) throw malformed('no_list');
        alerts.push(...viewsOf(items));
        next = asText(field(page, '@odata.nextLink'));
      }
      return alerts.filter(({ status }) => status !== 'resolved');
    },
    async answer({ id }, verdict) {
      const write = async (messageRequestId: string): Promise<void> => {
        await caller.write({
          method: 'PATCH',
          path: `${path}/${encodeURIComponent(id)}`,
          tenant,
          body: { status: 'resolved', resolvedReason: reasons[verdict] },
          messageRequestId,
        });
      };
      return answerOnce({ read: () => read(id), write, wanted: verdict, limits, runtime });
    },
  };
}
