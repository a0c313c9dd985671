import type { PartnerConnection } from '../partner-center/connection.ts';
import { PartnerCenterError } from '../partner-center/partner-center-error.ts';
import { createFraudEvents } from './fraud-events.ts';
import { createGraphCaller, type GraphOptions } from './graph.ts';
import { createGraphAlerts } from './graph-alerts.ts';
import type { SecurityAlert, SecurityAlerts } from './port.ts';

/** Of two failures, the one that time may cure: it is worth asking again. */
const milder = (first: PartnerCenterError, second: PartnerCenterError): PartnerCenterError =>
  first.needsPerson && !second.needsPerson ? second : first;

/**
 * Microsoft's alerts over the ways that the configuration names (contract section 20, item 12), all of them each time: what one
 * does not list the other may, and which of them knows an alert first is not published. Seen by both, it is the one of the way
 * that is named first. Whatever keeps one from listing them (it is away, it is beta and has changed, the permission was never
 * given) is no failure while another answers. An alert is answered the way it came, because the other way knows it under
 * another id.
 */
export function createSecurityAlerts(options: GraphOptions, connection: PartnerConnection): SecurityAlerts {
  const ways = {
    graph: createGraphAlerts(createGraphCaller(options, connection), connection),
    fraudEvents: createFraudEvents(connection),
  };

  return {
    async open() {
      const { alertSources } = connection.readings;
      const lists = await Promise.allSettled(alertSources.map((way) => ways[way].open()));
      const found = new Map<string, SecurityAlert>();
      let trouble: PartnerCenterError | undefined;
      for (const [index, list] of lists.entries()) {
        if (list.status === 'fulfilled') {
          for (const alert of list.value) if (!found.has(alert.occurrence)) found.set(alert.occurrence, alert);
          continue;
        }
        if (!(list.reason instanceof PartnerCenterError)) throw list.reason;
        const { kind, httpStatus, code } = list.reason;
        connection.logger?.warn({ way: alertSources[index], kind, httpStatus, code }, 'alerts are not told this way');
        trouble = trouble === undefined ? list.reason : milder(trouble, list.reason);
      }
      if (lists.some(({ status }) => status === 'fulfilled')) return [...found.values()];
      throw trouble ?? new TypeError('no way to Microsoft’s alerts is configured');
    },
    answer: (alert, verdict) => ways[alert.way].answer(alert, verdict),
  };
}
