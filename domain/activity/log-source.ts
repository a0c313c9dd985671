/** Where a record of the timeline was read: Partner Center's own log, or one of the customer's (contract §12.1, §12.2). */
export const LOG_SOURCES = ['partnerCenter', 'azure', 'signIns', 'directoryAudits'] as const;

export type LogSource = (typeof LOG_SOURCES)[number];

/** The logs that lie in the customer's own tenant. */
export type CustomerLog = Exclude<LogSource, 'partnerCenter'>;
