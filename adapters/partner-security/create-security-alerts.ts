import type { PartnerConnection } from '../partner-center/connection.ts';
import { PartnerCenterError } from '../partner-center/partner-center-error.ts';
import { createFraudEvents } from './fraud-events.ts';
import { createGraphCaller, type GraphOptions } from './graph.ts';
import { createGraphAlerts } from './graph-alerts.ts';
import type { SecurityAlerts } from './port.ts';

/** Of two failures, the one that time may cure: it is worth asking again. */
const milder = (first: PartnerCenterError, second: PartnerCenterError): PartnerCenterError =>
  first.needsPerson && !second.needsPerson ? second : first;

/**
 * Microsoft's alerts over the ways that the configuration names, Graph first unless it says otherwise (contract section 20,
 * item 12). Whatever keeps one from listing them (it is away, it is beta and has changed, the permission was never given),
 * the next is asked instead. An alert is answered the way it came, because the other way knows it under another id.
 */
export function createSecurityAlerts(options: GraphOptions, connection: PartnerConnection): SecurityAlerts {
  const ways = {
    graph: createGraphAlerts(createGraphCaller(options, connection), connection),
    fraudEvents: createFraudEvents(connection),
  };

  return {
    async open() {
      let trouble: PartnerCenterError | undefined;
      for (const way of connection.readings.alertSources) {
        try {
          return await ways[way].open();
        } catch (error) {
          if (!(error instanceof PartnerCenterError)) throw error;
          const { kind, httpStatus, code } = error;
          connection.logger?.warn({ way, kind, httpStatus, code }, 'alerts are not told this way');
          trouble = trouble === undefined ? error : milder(trouble, error);
        }
      }
      throw trouble ?? new TypeError('no way to Microsoft’s alerts is configured');
    },
    answer: (alert, verdict) => ways[alert.way].answer(alert, verdict),
  };
}
