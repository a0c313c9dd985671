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
 * Microsoft's alerts over both ways. Whatever keeps Graph from listing them (it is away, it is beta and has changed, the
 * permission was never given), fraudEvents are asked instead. An alert is answered the way it came, because the other way
 * knows it under another id.
 */
export function createSecurityAlerts(options: GraphOptions, connection: PartnerConnection): SecurityAlerts {
  const graph = createGraphAlerts(createGraphCaller(options, connection), connection);
  const fraudEvents = createFraudEvents(connection);

  return {
    async open() {
      try {
        return await graph.open();
      } catch (error) {
        if (!(error instanceof PartnerCenterError)) throw error;
        const { kind, httpStatus, code } = error;
        connection.logger?.warn({ kind, httpStatus, code }, 'Graph does not tell its alerts: reading fraudEvents');
        return await fraudEvents.open().catch((other: unknown): never => {
          throw other instanceof PartnerCenterError ? milder(error, other) : other;
        });
      }
    },
    answer: (alert, verdict) => (alert.way === 'graph' ? graph : fraudEvents).answer(alert, verdict),
  };
}
