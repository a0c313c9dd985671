import { partnersOwn, type PartnerConnection } from '../partner-center/connection.ts';
import { meaningOf } from '../partner-center/errors.ts';
import type { JsonValue } from '../partner-center/json.ts';
import { PartnerCenterError } from '../partner-center/partner-center-error.ts';
import { alertView, occurrenceOf } from './alert-view.ts';
import { answerOnce } from './answer-once.ts';
import type { SecurityAlert, SecurityAlerts } from './port.ts';

const pageSize = 100;
/** With it come type, severity and affected resources; reads and writes must agree about it (contract section 9). */
const headers = { 'x-neweventsmodel': 'true' };

/** The older interface (contract section 9). It needs a person's sign-in, and lists what Graph may not. */
export function createFraudEvents({ caller, limits, runtime, readings, logger }: PartnerConnection): SecurityAlerts {
  // This interface lists no `Legitimate`: such a verdict goes as `Ignore`, and is read back as ignored.
  const reasons = { fraud: 'Fraud', legitimate: readings.fraudEventLegitimate, ignored: 'Ignore' } as const;

  const viewsOf = (page: readonly JsonValue[]): readonly SecurityAlert[] =>
    page.flatMap((event) => {
      const alert = alertView(event, 'fraudEvents', runtime.now());
      if (alert === null) logger?.warn('a fraud event without an id is left out');
      return alert ?? [];
    });

  /** Every event of one status: bare arrays without links, so that a short page, or one that brings nothing new, is the last. */
  const listOf = async (status: string, azureSubscriptionId?: string): Promise<readonly SecurityAlert[]> => {
    const alerts = new Map<string, SecurityAlert>();
    for (let number = 1; number <= limits.pages; number += 1) {
      const query = new URLSearchParams({
        EventStatus: status,
        ...(azureSubscriptionId === undefined ? {} : { SubscriptionId: azureSubscriptionId }),
        PageSize: String(pageSize),
        PageNumber: String(number),
      });
      const page = await caller.read({
        path: `/fraudEvents?${query.toString()}`,
        tenant: partnersOwn,
        headers,
        as: 'user',
      });
      if (!Array.isArray(page)) throw new PartnerCenterError(meaningOf(500, null), { code: 'no_list' });
      const before = alerts.size;
      for (const alert of viewsOf(page)) alerts.set(alert.id, alert);
      if (page.length < pageSize || alerts.size === before) return [...alerts.values()];
    }
    throw new PartnerCenterError(meaningOf(500, null), { code: 'endless_pages' });
  };

  const readEvent = async (id: string, azureSubscriptionId: string): Promise<SecurityAlert> => {
    for (const status of ['Resolved', 'Active', 'Investigating']) {
      const found = (await listOf(status, azureSubscriptionId)).find(
        (alert) => alert.id.toLowerCase() === id.toLowerCase(),
      );
      if (found !== undefined) return found;
    }
    throw new PartnerCenterError(meaningOf(404, null), { code: 'no_event' });
  };

  return {
    async open() {
      const alerts = [...(await listOf('Active')), ...(await listOf('Investigating'))];
      // One that changes its status between the two reads is in both.
      return [...new Map(alerts.map((alert) => [alert.id, alert])).values()];
    },
    async answer({ id, azureSubscriptionId }, verdict) {
      const subscription = azureSubscriptionId ?? occurrenceOf(id, null).split('/')[0] ?? '';
      // Without ids Microsoft would answer every event of the subscription.
      if (id === '' || subscription === '-')
        throw new PartnerCenterError(meaningOf(400, null), { code: 'no_subscription' });
      const write = async (messageRequestId: string): Promise<void> => {
        await caller.write({
          method: 'POST',
          path: `/fraudEvents/subscription/${encodeURIComponent(subscription)}/status`,
          tenant: partnersOwn,
          body: { EventIds: [id], EventStatus: readings.fraudEventClosed, ResolvedReason: reasons[verdict] },
          messageRequestId,
          headers,
          as: 'user',
        });
      };
      const wanted = reasons[verdict] === 'Ignore' ? 'ignored' : verdict;
      return answerOnce({ read: () => readEvent(id, subscription), write, wanted, limits, runtime });
    },
  };
}
